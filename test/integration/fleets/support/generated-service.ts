import type { CloudEvent } from '../../../../shared/events/index.ts';
import type { TestService, TestServiceOptions } from '../../../../shared/testing/index.ts';
import { GeneratedFleet } from '../../../templates/support/generated-fleet.ts';
import { startServiceOf } from '../../support/service-of.ts';

export interface GeneratedService extends TestService {
  /** What it has told of its entities so far. */
  readonly told: readonly CloudEvent<Record<string, unknown>>[];
  /** JSON and status of an answer. */
  ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<Answered>;
}

// biome-ignore lint/suspicious/noExplicitAny: of whatever entity
type Answered = { readonly status: number; readonly etag: string; readonly body: any };

/** A service of a fleet that has just been generated, on a database that its own migrations made. */
export async function startGeneratedService(
  config: { readonly file: string } | { readonly text: string },
  name: string,
  entities: readonly string[] = [],
  peers: TestServiceOptions['peers'] = {},
): Promise<GeneratedService> {
  await using parts = new AsyncDisposableStack();
  const fleet = parts.use(new GeneratedFleet(config));
  await fleet.generate();
  const running = parts.use(await startServiceOf(fleet, name, { peers }));
  const { name: fleetName } = await fleet.fleet();

  const told: CloudEvent<Record<string, unknown>>[] = [];
  const types = entities.flatMap((entity) =>
    ['created', 'updated', 'deleted'].map((verb) => `${fleetName}.${name}.${entity}.${verb}.v1`),
  );
  const handle = async (event: CloudEvent) => void told.push(event as CloudEvent<Record<string, unknown>>);
  await running.app.broker.subscribe({ consumer: 'listener', types, handle });

  const all = parts.move();
  return {
    ...running,
    told,
    async ask(method, url, payload) {
      const answer = await running.call({ method, url: `/api/v1/${url}`, ...(payload && { payload }) });
      const etag = String(answer.headers.etag);
      return { status: answer.statusCode, etag, body: answer.body === '' ? undefined : answer.json() };
    },
    stop: () => all.disposeAsync(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
