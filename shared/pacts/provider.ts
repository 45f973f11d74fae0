import type { IncomingMessage } from 'node:http';
import { Verifier } from '@pact-foundation/pact';
import type { CloudEvent } from '../events/index.ts';
import type { TestService } from '../testing/index.ts';
import { forget } from './forget.ts';
import { pactsOf } from './pacts-of.ts';
import { placeOf } from './place.ts';
import { tell } from './tell.ts';

/** Brings the provider to a state; what it returns takes its place in the request, as `fromProviderState` says. */
export type StateHandler = (params: StateParams) => Promise<StateParams | undefined>;
export type StateParams = Readonly<Record<string, unknown>>;

/** What a provider's tests know how to bring about. */
export interface Provided {
  readonly states?: Readonly<Record<string, StateHandler>>;
  /** By event type: makes it happen, after the states, and gives the event that the service's own code has made of it. */
  readonly messages?: Readonly<Record<string, () => Promise<CloudEvent>>>;
}

export interface VerifyOptions {
  /** `import.meta.filename` of a test below `services/<provider>/test/contracts`. */
  readonly test: string;
  readonly running: TestService;
  /** Those who depend on it by the config: each must have a pact. */
  readonly consumers: readonly string[];
  /** Later ones count. */
  readonly provided: readonly Provided[];
  /** Runs before each interaction that has a state, once the service has forgotten all of the one before. */
  readonly before?: () => unknown;
}

/**
 * Holds a provider to all pacts in `contracts/pacts` that are about it, and writes what came of it to
 * `<AURORA_CONTRACT_RESULTS>/<provider>.json` where that is set.
 * @throws Error where one does not hold, where a consumer has none, or where a state or an event cannot be brought about
 */
export async function verifyProvider({ test, running, consumers, provided, before }: VerifyOptions): Promise<void> {
  const { root, participant: provider } = placeOf(test);
  const states: NonNullable<Provided['states']> = Object.assign({}, ...provided.map((each) => each.states));
  const messages: NonNullable<Provided['messages']> = Object.assign({}, ...provided.map((each) => each.messages));
  const { pacts, problems } = await pactsOf(root, provider, { consumers, states, messages });

  // The verifier tells of what they throw in the midst of all else, and goes on.
  const thrown: string[] = [];
  const noting = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      thrown.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    });
  const stateHandlers = Object.entries(states).map(([name, handler]) => [
    name,
    (params: StateParams = {}) => noting(name, () => handler(params)),
  ]);
  const messageProviders = pacts
    .flatMap(({ events }) => events)
    .map(({ description, type }) => [
      description,
      () => noting(description, messages[type] as () => Promise<CloudEvent>),
    ]);
  const withToken = (request: IncomingMessage, _response: unknown, next: (error?: unknown) => void) => {
    // The verifier's proxy would send it in pieces: a body of no type.
    if (request.headers['content-type'] === undefined) request.headers['content-length'] ??= '0';
    if (request.headers.authorization === undefined) return next();
    running.token().then((token) => {
      request.headers.authorization = `Bearer ${token}`;
      next();
    }, next);
  };

  const verifier = new Verifier({
    provider,
    providerBaseUrl: await running.app.listen({ port: 0, host: '127.0.0.1' }),
    logLevel: 'error',
    pactUrls: pacts.map(({ file }) => file),
    stateHandlers: Object.fromEntries(stateHandlers),
    messageProviders: Object.fromEntries(messageProviders),
    requestFilter: withToken as never,
    async beforeEach() {
      await forget(running.app);
      await before?.();
    },
  });
  const failures = pacts.length > 0 ? await tell(provider, () => verifier.verifyProvider()) : [];
  const all = [...new Set([...problems, ...thrown, ...failures])];
  if (all.length > 0) throw new Error(`${provider} does not keep what others count on:\n${all.join('\n')}`);
}
