import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connect } from 'amqplib';
import pg from 'pg';
import { parkedEvents } from '../../../cli/actions/events/parked.ts';
import { purgeEvents } from '../../../cli/actions/events/purge.ts';
import { rebuildConsumer } from '../../../cli/actions/events/rebuild.ts';
import { replayEvents } from '../../../cli/actions/events/replay.ts';
import { showEvent } from '../../../cli/actions/events/show.ts';
import { eventsStatus } from '../../../cli/actions/events/status.ts';
import { tailEvents } from '../../../cli/actions/events/tail.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { type CloudEvent, connectBroker, createEvent, type EventBroker } from '../../../shared/events/index.ts';
import { handleOnce } from '../../../shared/inbox/index.ts';
import { freePort, migrate, type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { readableLog } from '../../support/log.ts';
import { store, waiting } from '../../support/outbox.ts';
import { rabbitMissing, type StartedRabbit, startRabbit } from '../../support/rabbitmq.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const { log } = readableLog();
const CONSUMER = 'syllabus-service.references';
const ALL = { ids: [], sinceMs: undefined, limit: 100 };
const REPLAY = { ...ALL, forgotten: false, dryRun: false, perSecond: undefined };
const agree = async () => true;

let postgres: StartedPostgres;
let rabbit: StartedRabbit | undefined;
let databases: ReadonlyMap<string, string>;
let fleets = 0;

beforeAll(async () => {
  [postgres, rabbit] = await Promise.all([startPostgres(), rabbitMissing === undefined ? startRabbit() : undefined]);
  const names = ['config-service', 'subject-service', 'file-service', 'syllabus-service'];
  databases = new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, string]> => {
        const url = await postgres.createDatabase(name);
        await migrate(url, join(repository, 'migrations', name));
        return [name, url];
      }),
    ),
  );
});
afterAll(() => Promise.all([postgres?.stop(), rabbit?.stop()]));

describe.each([
  ['the embedded broker', undefined],
  ['RabbitMQ', rabbitMissing],
])('the commands for events on %s', (name, missing) => {
  if (missing !== undefined) {
    it.skip(`need a broker: ${missing}`, () => undefined);
    return;
  }
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  /** A fleet that has the broker to itself, as its name is in the names of all queues. */
  const begin = async (given: { readonly url?: string } = {}) => {
    const model = await loadFleet({ file: join(repository, 'aurora.config.yaml') });
    const fleet: Fleet = { ...model, name: `fleet${++fleets}` };
    const brokerUrl = name === 'RabbitMQ' ? (rabbit as StartedRabbit).url : await postgres.createDatabase(fleet.name);
    const runtime = {
      name: 'process',
      observe: async () => ({}),
      withBroker: (_fleet: Fleet, work: (lent: { url: string }) => unknown) => work({ url: given.url ?? brokerUrl }),
      withDatabases: (_fleet: Fleet, work: (lent: { url(service: string): string }) => unknown) =>
        work({ url: (service) => databases.get(service) as string }),
    } as unknown as Runtime;
    const broker = await connectBroker({ url: brokerUrl, fleet: fleet.name, service: 'test', log });
    open.push(() => broker.close());
    return { fleet, runtime, broker };
  };
  const changed = (fleet: Fleet, subject: string, version: number, more: { verb?: string; time?: Date } = {}) => {
    const { verb = 'updated', time = new Date() } = more;
    const origin = { fleet: fleet.name, service: 'subject-service', entity: 'subject' };
    return createEvent({ ...origin, verb, aggregateId: subject, aggregateVersion: version, data: { name: 'x' } }, time);
  };
  const publish = (broker: EventBroker, events: readonly CloudEvent[]) =>
    until(async () => (await broker.publish(events)).every(({ outcome }) => outcome === 'sent'));
  /** Handles nothing until it is told to. */
  const consume = async (fleet: Fleet, broker: EventBroker) => {
    const state = { works: false, handled: [] as string[] };
    const types = ['created', 'updated', 'deleted'].map((verb) => `${fleet.name}.subject-service.subject.${verb}.v1`);
    const consumer = await broker.subscribe({
      consumer: CONSUMER,
      types,
      retry: { delaysMs: [] },
      async handle({ id }) {
        if (!state.works) throw new Error('the copy\u001b[2J is broken');
        state.handled.push(id);
      },
    });
    open.push(() => consumer.close());
    return state;
  };
  const parkedIds = async (fleet: Fleet, runtime: Runtime) =>
    (await parkedEvents(fleet, runtime, { consumer: CONSUMER }, ALL)).map(({ event }) => event.id);
  const databaseOf = async (service: string): Promise<Database> => {
    const database = await connectDatabase({ url: databases.get(service) as string, poolSize: 2, log });
    open.push(() => database.close());
    return database;
  };

  it('tell what is parked, show it whole, and replay it under its id and in its order', async () => {
    const { fleet, runtime, broker } = await begin();
    const consumer = await consume(fleet, broker);
    const events = [changed(fleet, 'a', 1), changed(fleet, 'a', 2), changed(fleet, 'b', 1)];
    const ids = events.map(({ id }) => id);
    await publish(broker, events);
    await until(async () => (await parkedIds(fleet, runtime)).length === 3);

    const status = await eventsStatus(fleet, runtime);
    expect(status).toMatchObject({ broker: { away: null }, unrouted: [], inboxDays: 30 });
    expect(status.services.map(({ service, outbox }) => [service, outbox])).toEqual(
      [...databases.keys()].map((service) => [service, { pending: 0, oldestSeconds: 0, dead: 0 }]),
    );
    expect(status.consumers).toEqual([
      {
        ...{ consumer: CONSUMER, service: 'syllabus-service', waiting: 0, retrying: 0, parked: 3, processes: 1 },
        drift: null,
        oldestParked: { parkedAt: expect.stringMatching(/Z$/), time: events[0]?.time },
      },
    ]);
    const [shown, ...more] = await showEvent(fleet, runtime, ids[1] as string);
    expect(more).toEqual([]);
    expect(shown).toEqual({
      ...{ consumer: CONSUMER, event: events[1], attempts: 1, reason: 'the copy\u001b[2J is broken' },
      parkedAt: expect.any(String),
    });
    const all = await parkedEvents(fleet, runtime, undefined, { ...ALL, sinceMs: 3_600_000, limit: 2 });
    expect(all).toHaveLength(2);

    consumer.works = true;
    const place = { consumer: CONSUMER };
    const dry = await replayEvents(fleet, runtime, place, { ...REPLAY, dryRun: true });
    expect([dry.events.length, dry.replayed, consumer.handled]).toEqual([3, 0, []]);
    const one = await replayEvents(fleet, runtime, place, { ...REPLAY, ids: [ids[2] as string], perSecond: 100 });
    expect(one.replayed).toBe(1);
    await until(() => consumer.handled.length === 1);
    expect((await replayEvents(fleet, runtime, place, REPLAY)).replayed).toBe(2);
    await until(() => consumer.handled.length === 3);
    expect(consumer.handled).toEqual([ids[2], ids[0], ids[1]]);
    expect(await parkedIds(fleet, runtime)).toEqual([]);
    expect(await replayEvents(fleet, runtime, place, REPLAY)).toEqual({ events: [], replayed: 0, forgotten: [] });
    await expect(showEvent(fleet, runtime, ids[0] as string)).rejects.toMatchObject({ code: 'no_such_event' });
  });

  it('purge what somebody agrees to, and no more', async () => {
    const { fleet, runtime, broker } = await begin();
    await consume(fleet, broker);
    const events = [changed(fleet, 'a', 1), changed(fleet, 'a', 2)];
    const [first, second] = events.map(({ id }) => id) as [string, string];
    await publish(broker, events);
    await until(async () => (await parkedIds(fleet, runtime)).length === 2);
    const place = { consumer: CONSUMER };
    const declined = await purgeEvents(fleet, runtime, place, ALL, async () => false);
    expect([declined.events.length, declined.purged]).toEqual([2, 0]);
    const unknown = purgeEvents(fleet, runtime, place, { ...ALL, ids: [first, 'nothing'] }, agree);
    await expect(unknown).rejects.toMatchObject({ code: 'no_such_event', message: expect.stringContaining('nothing') });
    expect((await purgeEvents(fleet, runtime, place, { ...ALL, ids: [first] }, agree)).purged).toBe(1);
    expect(await parkedIds(fleet, runtime)).toEqual([second]);
  });

  it('leave out of a replay what the inbox has forgotten', async () => {
    const { fleet, runtime, broker } = await begin();
    const consumer = await consume(fleet, broker);
    const time = new Date(Date.now() - 40 * 86_400_000);
    const [known, forgotten] = [changed(fleet, 'a', 1, { time }), changed(fleet, 'b', 1, { time })];
    const young = changed(fleet, 'c', 1);
    await publish(broker, [known, forgotten, young]);
    await until(async () => (await parkedIds(fleet, runtime)).length === 3);
    const remembered = async () => (await eventsStatus(fleet, runtime)).services.at(-1)?.inbox as number;
    const before = await remembered();
    await handleOnce(await databaseOf('syllabus-service'), CONSUMER, known, async () => undefined);
    expect(await remembered()).toBe(before + 1);

    consumer.works = true;
    const place = { consumer: CONSUMER };
    const done = await replayEvents(fleet, runtime, place, REPLAY);
    expect(done).toMatchObject({ replayed: 2, forgotten: [forgotten] });
    await until(() => consumer.handled.length === 2);
    expect(new Set(consumer.handled)).toEqual(new Set([known.id, young.id]));
    expect((await replayEvents(fleet, runtime, place, { ...REPLAY, forgotten: true })).replayed).toBe(1);
    await until(() => consumer.handled.includes(forgotten.id));
  });

  it('reach what an outbox has given up on', async () => {
    const { fleet, runtime } = await begin();
    const database = await databaseOf('subject-service');
    const event = changed(fleet, 'a', 1);
    await store(database, event);
    const columns =
      'position, event_id, aggregate_type, aggregate_id, aggregate_version, "partition", type, schema_version, envelope';
    const bury = `INSERT INTO outbox_dead (${columns}, attempts, last_error) SELECT ${columns}, 10, 'refused' FROM outbox`;
    await database.query({ text: bury });
    await database.query({ text: 'DELETE FROM outbox' });

    const place = { outbox: 'subject-service' };
    const letter = { ...place, event, attempts: 10, reason: 'refused', parkedAt: expect.any(String) };
    expect((await eventsStatus(fleet, runtime)).services[1]?.outbox).toEqual({ pending: 0, oldestSeconds: 0, dead: 1 });
    expect(await parkedEvents(fleet, runtime, place, ALL)).toEqual([letter]);
    expect(await showEvent(fleet, runtime, event.id)).toEqual([letter]);
    expect(await replayEvents(fleet, runtime, place, REPLAY)).toMatchObject({ replayed: 1, forgotten: [] });
    expect(await waiting(database)).toEqual([{ id: event.id, attempts: 0, lastError: null }]);

    await database.query({ text: bury });
    await database.query({ text: 'DELETE FROM outbox' });
    expect((await purgeEvents(fleet, runtime, place, ALL, agree)).purged).toBe(1);
    expect(await parkedEvents(fleet, runtime, place, ALL)).toEqual([]);
  });

  it('show what is published and wished for, as it comes', async () => {
    const { fleet, runtime, broker } = await begin();
    await consume(fleet, broker);
    const over = new AbortController();
    open.push(async () => over.abort());
    const seen: string[] = [];
    const started = Promise.withResolvers<void>();
    const wish = { consumer: CONSUMER, type: '*.subject.*d.v1', subject: 'a', correlationId: undefined };
    const end = tailEvents(fleet, runtime, wish, ({ id }) => seen.push(id), over.signal, started.resolve);
    await started.promise;
    const events = [
      changed(fleet, 'b', 1),
      changed(fleet, 'a', 1),
      changed(fleet, 'a', 2, { verb: 'frobbed' }),
      changed(fleet, 'a', 3),
    ];
    await publish(broker, events);
    await until(() => seen.length === 2);
    expect(seen).toEqual([events[1]?.id, events[3]?.id]);
    over.abort();
    await end;
  });

  it('know no consumers but those of the config', async () => {
    const { fleet, runtime } = await begin();
    const code = { code: 'no_such_consumer', details: expect.arrayContaining([`did you mean: ${CONSUMER}`]) };
    const place = { consumer: 'syllabus-service.reference' };
    await expect(parkedEvents(fleet, runtime, place, ALL)).rejects.toMatchObject(code);
    await expect(replayEvents(fleet, runtime, place, REPLAY)).rejects.toMatchObject(code);
    await expect(purgeEvents(fleet, runtime, place, ALL, agree)).rejects.toMatchObject(code);
    await expect(rebuildConsumer(fleet, runtime, place.consumer, silentNarrator)).rejects.toMatchObject(code);
    await expect(rebuildConsumer(fleet, runtime, 'unrouted', silentNarrator)).rejects.toMatchObject({
      code: 'no_such_consumer',
    });
  });

  it('say that the broker is away, and what is known without it', async () => {
    const url = new URL(name === 'RabbitMQ' ? 'amqp://127.0.0.1' : 'postgres://127.0.0.1');
    url.port = String(await freePort());
    const { fleet, runtime } = await begin({ url: url.href });
    const [status, parked] = await Promise.allSettled([
      eventsStatus(fleet, runtime),
      parkedEvents(fleet, runtime, { consumer: CONSUMER }, ALL),
    ]);
    expect(status).toMatchObject({
      value: { broker: { where: null, away: expect.stringContaining(url.host) }, consumers: null, unrouted: null },
    });
    expect(status).toMatchObject({ value: { services: [...databases.keys()].map((service) => ({ service })) } });
    expect(parked).toMatchObject({ reason: { code: 'broker_away', exit: 'startup' } });
  });

  if (name !== 'RabbitMQ') {
    it('say what a broker says that answers and yet does not do as it is asked', async () => {
      const { fleet, runtime, broker } = await begin();
      await publish(broker, [changed(fleet, 'a', 1)]);
      const client = new pg.Client({ connectionString: postgres.url(fleet.name) });
      await client.connect();
      open.push(() => client.end());
      await client.query('ALTER TABLE aurora_events.parked RENAME COLUMN envelope TO lost');
      const details = [expect.stringMatching(/PostgreSQL at .*: column "envelope" does not exist/)];
      const failing = parkedEvents(fleet, runtime, { consumer: CONSUMER }, ALL);
      await expect(failing).rejects.toMatchObject({ code: 'broker_failed', details });
      await client.query('ALTER TABLE aurora_events.message RENAME COLUMN consumer TO lost');
      const status = await eventsStatus(fleet, runtime);
      expect(status).toMatchObject({ broker: { where: null, away: expect.stringContaining('consumer') } });
    });
  }

  it('find what nobody listens to where the broker keeps it aside', async () => {
    const { fleet, runtime, broker } = await begin();
    const place = { consumer: 'unrouted' };
    const event = changed(fleet, 'a', 1);
    await publish(broker, [event]);
    if (name !== 'RabbitMQ') {
      expect(await parkedEvents(fleet, runtime, place, ALL)).toEqual([]);
      return;
    }
    await until(async () => (await parkedEvents(fleet, runtime, place, ALL)).length === 1);
    expect((await eventsStatus(fleet, runtime)).unrouted).toEqual([{ type: event.type, events: 1 }]);
    expect(await showEvent(fleet, runtime, event.id)).toMatchObject([{ ...place, event }]);
    const consumer = await consume(fleet, broker);
    consumer.works = true;
    expect((await replayEvents(fleet, runtime, place, REPLAY)).replayed).toBe(1);
    await until(() => consumer.handled.length === 1);
    expect(consumer.handled).toEqual([event.id]);
  });

  it('make queues anew that were made otherwise, when nobody consumes', async () => {
    const { fleet, runtime, broker } = await begin();
    const consumer = await consume(fleet, broker);
    const rebuild = () => rebuildConsumer(fleet, runtime, CONSUMER, silentNarrator);
    expect(await rebuild()).toEqual({ drift: undefined, rebuilt: false });
    if (name !== 'RabbitMQ') return;

    // What another version might have made.
    const queue = `${fleet.name}.${CONSUMER}`;
    const connection = await connect((rabbit as StartedRabbit).url);
    const channel = await connection.createChannel();
    await open.pop()?.();
    await channel.deleteQueue(queue);
    await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum', 'x-max-length': 7 } });
    const event = changed(fleet, 'a', 1);
    await channel.bindQueue(queue, `${fleet.name}.events`, event.type);
    await publish(broker, [event]);
    const { consumerTag } = await channel.consume(queue, () => undefined);
    // A quorum queue counts whom it has told already a moment later.
    await until(async () => (await broker.backlog(CONSUMER)).consumers === 1);
    expect((await eventsStatus(fleet, runtime)).consumers?.[0]?.drift).toMatch(/inequivalent arg/);
    await expect(rebuild()).rejects.toMatchObject({ code: 'consumer_at_work' });
    await channel.cancel(consumerTag);
    await connection.close();

    await until(async () => (await broker.backlog(CONSUMER)).consumers === 0);
    expect(await rebuild()).toEqual({ drift: expect.stringMatching(/inequivalent arg/), rebuilt: true });
    expect(consumer.handled).toEqual([]);
    const mended = await consume(fleet, broker);
    mended.works = true;
    await until(() => mended.handled.length === 1);
    expect(mended.handled).toEqual([event.id]);
  });
});
