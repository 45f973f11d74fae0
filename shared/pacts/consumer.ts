import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import type { CloudEvent } from '../events/index.ts';
import { compare, record, type Written } from './committed.ts';
import type { PactFile } from './pact-file.ts';
import { pactFileName, pactsFolder, placeOf } from './place.ts';

/** What the provider is brought to before: its name, and what the provider's handler is handed. */
export interface State {
  readonly state: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** One request and its answer; values may be matchers. */
export interface Asked {
  /** In sentences, unique in its pact: `subjects by their ids`. */
  readonly description: string;
  readonly states?: readonly State[];
  /** Sent without a token. */
  readonly isAnonymous?: boolean;
  readonly request: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
}

/** An event as its consumer needs it; values may be matchers. */
export interface Heard {
  /** The event's type, with more behind it where one service hears it in two places: `….created.v1 for notify-owner`. */
  readonly description: string;
  readonly states?: readonly State[];
  readonly event: Readonly<Record<string, unknown>>;
}

/** What one consumer asks of one provider, as it is written down while its own code runs. */
export interface ConsumerPact {
  /**
   * Runs the consumer's code against a server that answers as agreed.
   * @throws Error when it does not ask what it says it asks, or what `run` throws
   */
  asks<T>(asked: Asked | readonly Asked[], run: (url: string) => Promise<T>): Promise<T>;
  /** Runs the consumer's handler on such an event. @throws whatever `run` throws */
  hears(heard: Heard, run: (event: CloudEvent) => Promise<void>): Promise<void>;
  /** Compares all of it with `contracts/pacts`, or writes it there where `AURORA_CONTRACTS` is `record`. Once, in the end. */
  settle(): Promise<void>;
}

const AUTHORIZATION = { authorization: MatchersV3.regex(/^Bearer \S+$/, 'Bearer token') };

/** @param test `import.meta.filename` of a test below `services/<consumer>/test/contracts` */
export async function openPact(test: string, provider: string): Promise<ConsumerPact> {
  const place = placeOf(test);
  const consumer = place.participant;
  const dir = await mkdtemp(join(tmpdir(), 'pact-'));
  // Each with a server of its own, so that one may be asked while another is.
  const open = () => new PactV4({ consumer, provider, dir, logLevel: 'error' });

  return {
    async asks<T>(asked: Asked | readonly Asked[], run: (url: string) => Promise<T>) {
      const all = (Array.isArray(asked) ? asked : [asked]) as readonly Asked[];
      const pact = open();
      const last = all.map((each) => added(pact, each)).at(-1);
      if (!last) throw new Error('nothing is asked');
      return (await last.executeTest(({ url }) => run(url))) as T;
    },
    async hears({ description, states = [], event }, run) {
      const message = open().addAsynchronousInteraction();
      for (const { state, params } of states) message.given(state, params as never);
      await message
        .expectsToReceive(description, (builder) => builder.withJSONContent(event))
        .executeTest(({ contents }) => run(contents.content as unknown as CloudEvent));
    },
    async settle() {
      try {
        const written = JSON.parse(await readFile(join(dir, `${consumer}-${provider}.json`), 'utf8')) as PactFile;
        const interactions = written.interactions.map((each) => ({ ...each, comments: { testname: place.test } }));
        const name = pactFileName(consumer, provider);
        const all: Written = {
          file: join(pactsFolder(place.root), name),
          pact: { consumer: written.consumer, provider: written.provider, interactions },
          test: place.test,
        };
        const results = process.env.AURORA_CONTRACT_RESULTS;
        // So that it is seen which pacts nobody writes any more.
        if (results !== undefined) await record({ ...all, file: join(results, 'written', name) });
        await (process.env.AURORA_CONTRACTS === 'record' ? record(all) : compare(all));
      } finally {
        await rm(dir, { recursive: true });
      }
    },
  };
}

function added(pact: PactV4, { description, states = [], isAnonymous, request, response }: Asked) {
  const interaction = pact.addInteraction();
  for (const { state, params } of states) interaction.given(state, params as never);
  return interaction
    .uponReceiving(description)
    .withRequest(request.method, request.path, (builder) => {
      builder.headers({ ...(!isAnonymous && AUTHORIZATION), ...(request.headers as Record<string, string>) });
      if (request.query) builder.query(request.query);
      if (request.body !== undefined) builder.jsonBody(request.body);
    })
    .willRespondWith(response.status, (builder) => {
      if (response.headers) builder.headers(response.headers as Record<string, string>);
      if (response.body !== undefined) builder.jsonBody(response.body);
    });
}
