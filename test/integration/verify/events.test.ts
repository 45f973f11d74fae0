import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { withEventBroker } from '../../../cli/events/connect.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';
import { eventChecks } from '../../../cli/verify/checks/events.ts';
import { createEventWatch } from '../../../cli/verify/events/watch.ts';
import { type Ground, runChecks } from '../../../cli/verify/run.ts';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { connectBroker, createEvent, type EventBroker } from '../../../shared/events/index.ts';
import { handleOnce } from '../../../shared/inbox/index.ts';
import { migrate, type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { readableLog } from '../../support/log.ts';
import { orderPlaced, store } from '../../support/outbox.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const { log } = readableLog();
const CONSUMER = 'syllabus-service.references';
const TOLD = 'what becomes of subjects is told as events, which all who listen to them handle';
/** For what is to come; and for what is to be missed. */
const [PATIENT_MS, SHORT_MS] = [20_000, 1_000];

let postgres: StartedPostgres;
let urls: ReadonlyMap<string, string>;
let syllabi: Database;
let subjects: Database;
let fleets = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  const names = ['config-service', 'subject-service', 'file-service', 'syllabus-service'];
  const made = names.map(async (name): Promise<[string, string]> => {
    const url = await postgres.createDatabase(name);
    await migrate(url, join(repository, 'migrations', name));
    return [name, url];
  });
  urls = new Map(await Promise.all(made));
  const connect = (name: string) => connectDatabase({ url: urls.get(name) as string, poolSize: 2, log });
  [syllabi, subjects] = await Promise.all([connect('syllabus-service'), connect('subject-service')]);
});
afterAll(async () => {
  await Promise.all([syllabi?.close(), subjects?.close()]);
  await postgres?.stop();
});

type Event = ReturnType<typeof createEvent>;

/** How a fleet may err. */
interface Defect {
  /** What it publishes in the place of what it should; undefined: nothing. */
  readonly tells?: (event: Event) => Event | undefined;
  /** What the one who listens does with an event. */
  readonly handles?: () => 'in the inbox' | 'nowhere' | 'never';
}

/** Subjects as clients meet them, told through the broker of a fleet, and somebody who listens: as far as events go. */
async function failuresWith(
  { tells = (event) => event, handles = () => 'in the inbox' }: Defect,
  patienceMs = PATIENT_MS,
) {
  await using open = new AsyncDisposableStack();
  const model = await loadFleet({ file: join(repository, 'aurora.config.yaml') });
  const fleet: Fleet = { ...model, name: `fleet${++fleets}` };
  const brokerUrl = await postgres.createDatabase(fleet.name);
  const broker = await connectBroker({ url: brokerUrl, fleet: fleet.name, service: 'test', log });
  open.defer(() => broker.close());
  const tell = async (verb: string, id: string, correlationId: string, data: object) => {
    const origin = { fleet: fleet.name, service: 'subject-service', entity: 'subject' };
    const event = createEvent({ ...origin, verb, aggregateId: id, aggregateVersion: 1, data }, new Date());
    const told = tells({ ...event, correlationid: correlationId });
    if (told) await until(async () => (await broker.publish([told])).every(({ outcome }) => outcome === 'sent'));
  };
  open.use(await listening(broker, fleet, handles));
  const url = await serve(open, tell);
  const ground = groundOf(open, fleet, brokerUrl, url);
  const checks = eventChecks(ground, patienceMs).filter(({ service }) => service !== 'syllabus-service');
  const outcomes = await runChecks(checks, ground, { budgetMs: 90_000, patienceMs: 20_000, narrator: silentNarrator });
  expect(outcomes).toHaveLength(3);
  return outcomes.flatMap(({ status, claim, reason }) => (status === 'failed' ? [`${claim}: ${reason}`] : []));
}

async function listening(broker: EventBroker, fleet: Fleet, handles: () => string): Promise<AsyncDisposable> {
  const consumer = await broker.subscribe({
    consumer: CONSUMER,
    types: ['created', 'updated', 'deleted'].map((verb) => `${fleet.name}.subject-service.subject.${verb}.v1`),
    retry: { delaysMs: [] },
    async handle(event) {
      if (handles() === 'never') throw new Error('the copy is broken');
      if (handles() === 'in the inbox') await handleOnce(syllabi, CONSUMER, event, async () => undefined);
    },
  });
  return { [Symbol.asyncDispose]: () => consumer.close() };
}

async function serve(
  open: AsyncDisposableStack,
  tell: (verb: string, id: string, correlationId: string, data: object) => Promise<void>,
): Promise<string> {
  const rows = new Map<string, object>();
  const answer = async ({ method, url = '', headers }: IncomingMessage, body: object | undefined) => {
    const [path = '', query = ''] = url.split('?');
    const id = path.slice('/api/v1/subjects/'.length);
    const correlationId = String(headers['x-correlation-id']);
    if (method === 'POST') {
      const [made, now] = [randomUUID(), new Date().toISOString()];
      const empty = { description: null, credits: null };
      const row = { id: made, ...empty, ...body, version: 1, createdAt: now, updatedAt: now };
      rows.set(made, row);
      await tell('created', made, correlationId, row);
      return { status: 201, body: row, location: `/api/v1/subjects/${made}` };
    }
    if (id === '') return { status: 200, body: { items: query.includes('limit') ? [] : [...rows.values()] } };
    const row = rows.get(id);
    if (!row) return { status: 404, body: { code: 'not_found' } };
    if (method !== 'DELETE') return { status: 200, body: row };
    rows.delete(id);
    await tell('deleted', id, correlationId, row);
    return { status: 204 };
  };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = request.method === 'POST' ? ((await json(request)) as object) : undefined;
    const { status, body: said, location } = { location: undefined, body: undefined, ...(await answer(request, body)) };
    response.writeHead(status, { ...(said && { 'content-type': 'application/json' }), ...(location && { location }) });
    response.end(said && JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.defer(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function groundOf(open: AsyncDisposableStack, fleet: Fleet, brokerUrl: string, url: string): Ground {
  const runtime = {
    withBroker: (_fleet: Fleet, work: (lent: { url: string }) => unknown) => work({ url: brokerUrl }),
  } as unknown as Runtime;
  const of = (service: string) => urls.get(service) as string;
  const services = fleet.services.map(({ name, port }) => ({
    name,
    port,
    url,
    status: 'ready' as const,
    instances: [],
  }));
  return {
    fleet,
    status: { fleet: fleet.name, runtime: 'process', services, infrastructure: [], supervisor: null },
    events: open.use(createEventWatch(fleet, runtime)),
    token: async () => 'none',
    journeyToken: async () => 'none',
    databases: (work) => work({ url: of, login: of }),
    broker: (work) => withEventBroker(fleet, runtime, work),
  };
}

describe('the checks of events', () => {
  it('pass where a change is told, as its contract says, and handled', async () => {
    expect(await failuresWith({})).toEqual([]);
  });

  it.each<[title: string, defect: Defect, failure: RegExp]>([
    [
      'nothing is told',
      { tells: () => undefined },
      /^what becomes of subjects .*: no event fleet\S+created\.v1 about \S+ came/,
    ],
    [
      'the deletion is not',
      { tells: (event) => (event.type.includes('deleted') ? undefined : event) },
      /^what becomes of subjects .*: no event fleet\S+deleted\.v1 about \S+ came/,
    ],
    [
      'an event bears another correlation id',
      { tells: (event) => ({ ...event, correlationid: 'other' }) },
      /^what becomes of subjects .* has correlationid other, not verify-/,
    ],
    [
      'an event lacks a field',
      {
        tells: (event) => {
          const { name: _, ...data } = event.data as { name?: string };
          return { ...event, data };
        },
      },
      /^what becomes of subjects .* is not as contracts\/events\/subject-service\/subject\.created\.v1\.json says: data must have required property 'name'/,
    ],
    [
      'who listens does nothing with it',
      { handles: () => 'nowhere' },
      /^what becomes of subjects .*: syllabus-service\.references has not handled fleet\S+created\.v1/,
    ],
  ])('fail, one of them, where %s', async (_title, defect, failure) => {
    expect(await failuresWith(defect, SHORT_MS)).toEqual([expect.stringMatching(failure)]);
  });

  it('fail where a consumer has given up', async () => {
    const failures = await failuresWith({ handles: () => 'never' }, SHORT_MS);
    expect(failures).toContainEqual(expect.stringContaining(TOLD));
    await using open = new AsyncDisposableStack();
    const fleet: Fleet = {
      ...(await loadFleet({ file: join(repository, 'aurora.config.yaml') })),
      name: `fleet${fleets}`,
    };
    const url = postgres.url(fleet.name);
    const ground = groundOf(open, fleet, url, 'http://127.0.0.1:1');
    const [parked] = await runChecks(eventChecks(ground).slice(0, 1), ground, {
      ...{ budgetMs: 60_000, patienceMs: 1_000, narrator: silentNarrator },
    });
    expect(parked).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^parked: syllabus-service\.references \d/),
      next: ['aurora events parked'],
    });
  });

  const emptyOutbox = () => subjects.query({ name: 'empty', text: 'DELETE FROM outbox' }, []);
  const storeOldEvent = async () => {
    await store(subjects, orderPlaced('a', 1));
    await subjects.query({ name: 'age', text: "UPDATE outbox SET created_at = created_at - interval '1 minute'" }, []);
  };

  it('fail where an event waits in an outbox', async () => {
    await storeOldEvent();
    try {
      expect(await failuresWith({}, SHORT_MS)).toContainEqual(
        expect.stringMatching(/^no event waits in an outbox: subject-service: 1 wait, the oldest for \d+ s$/),
      );
    } finally {
      await emptyOutbox();
    }
  });

  it('wait for an outbox that is being emptied, as after an outage of the broker', async () => {
    await storeOldEvent();
    const tells = (event: Event) => {
      if (event.type.includes('.deleted.')) void emptyOutbox();
      return event;
    };
    expect(await failuresWith({ tells })).toEqual([]);
  });
});
