import { join } from 'node:path';
import { connect as connectAmqp } from 'amqplib';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { type CloudEvent, connectBroker, type EventBroker } from '../../../shared/events/index.ts';
import { toWire } from '../../../shared/events/rabbitmq/wire.ts';
import { inboxSubscription } from '../../../shared/inbox/index.ts';
import { Relay } from '../../../shared/outbox/index.ts';
import { migrate, type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { ORDER_PLACED, orderPlaced, store } from '../../support/outbox.ts';
import { startRabbit } from '../../support/rabbitmq.ts';
import { type Contest, median, type Row } from '../contest.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../migrations/subject-service');
const BACKLOG = 10_000;
const WINDOW = 200;
const RATE = 500;
const SECONDS = 6;
const { log } = readableLog();

export const eventsRelayed: Row = {
  name: 'events',
  measured: 'outbox rows relayed by one relay to RabbitMQ, over amqplib confirms in a window of 200',
  unit: 'events/s',
  goal: 0.4,
  rounds: 3,
  settings: `${BACKLOG} rows of 10000 aggregates, about 400 bytes, one quorum queue, PostgreSQL 18 with fsync`,
  open: () => contest(relayed),
};

export const eventsLatency: Row = {
  name: 'events, latency on RabbitMQ',
  measured: 'median from commit to handler start, over 3 ms',
  unit: 'ms',
  goal: 1,
  rounds: 3,
  settings: latencySettings(),
  open: () => contest((stack, postgres) => latency(stack, postgres, startRabbitUrl, 3)),
};

export const eventsEmbeddedLatency: Row = {
  name: 'events, latency on the embedded broker',
  measured: 'median from commit to handler start, over 15 ms',
  unit: 'ms',
  goal: 1,
  rounds: 3,
  settings: latencySettings(),
  open: () => contest((stack, postgres) => latency(stack, postgres, () => postgres.createDatabase('broker'), 15)),
};

function latencySettings(): string {
  return `${RATE} commits a second for ${SECONDS} s, relay, broker, inbox in one process, PostgreSQL 18 with fsync`;
}

type Contenders = Contest['contenders'];

async function contest(
  open: (stack: AsyncDisposableStack, postgres: StartedPostgres) => Promise<Contenders>,
): Promise<Contest> {
  const stack = new AsyncDisposableStack();
  try {
    const contenders = await open(stack, stack.use(await startPostgres({ settings: { fsync: 'on' } })));
    return { contenders, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function startRabbitUrl(stack: AsyncDisposableStack): Promise<string> {
  return stack.use(await startRabbit()).url;
}

async function relayed(stack: AsyncDisposableStack, postgres: StartedPostgres): Promise<Contenders> {
  const url = await startRabbitUrl(stack);
  const database = await databaseOf(stack, postgres, 'orders');
  const broker = await brokerOf(stack, url);
  // Makes its queue, which fills from then on.
  await (await broker.subscribe({ consumer: 'billing', types: [ORDER_PLACED], handle: async () => undefined })).close();
  const admin = await connectAmqp(url);
  stack.defer(() => admin.close());
  const channel = await admin.createConfirmChannel();
  const queue = 'test.billing';
  const backlog = () => Array.from({ length: BACKLOG }, (_, index) => orderPlaced(`order-${index}`, 1, DATA));

  const relay = async () => {
    await channel.purgeQueue(queue);
    await database.transaction((transaction) => store(transaction, ...backlog()));
    const started = performance.now();
    const running = new Relay({ database, broker, instance: 'bench', log });
    while ((await count(database)) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const rate = (BACKLOG * 1_000) / (performance.now() - started);
    await running.stop();
    return rate;
  };
  const confirms = async () => {
    await channel.purgeQueue(queue);
    const messages = backlog()
      .map((event) => toWire(event))
      [Symbol.iterator]();
    const started = performance.now();
    const sender = async () => {
      for (const { content, options } of messages) {
        await new Promise((resolve) => channel.sendToQueue(queue, content, options, resolve));
      }
    };
    await Promise.all(Array.from({ length: WINDOW }, sender));
    return (BACKLOG * 1_000) / (performance.now() - started);
  };
  return [
    { name: 'relay', measure: relay },
    { name: 'amqplib confirms', measure: confirms },
  ];
}

async function latency(
  stack: AsyncDisposableStack,
  postgres: StartedPostgres,
  start: (stack: AsyncDisposableStack) => Promise<string>,
  goalMs: number,
): Promise<Contenders> {
  const url = await start(stack);
  const orders = await databaseOf(stack, postgres, 'orders');
  const billing = await databaseOf(stack, postgres, 'billing');
  const [publisher, consumer] = [await brokerOf(stack, url), await brokerOf(stack, url)];
  const committed = new Map<string, number>();
  const latencies: number[] = [];
  const started = ({ id }: CloudEvent) => latencies.push(performance.now() - (committed.get(id) ?? Number.NaN));
  const subscription = inboxSubscription({
    consumer: 'billing',
    types: [ORDER_PLACED],
    database: billing,
    log,
    handle: async (event) => void started(event),
  });
  await consumer.subscribe(subscription);
  const relay = new Relay({ database: orders, broker: publisher, instance: 'bench', log });
  stack.defer(() => relay.stop());

  let order = 0;
  const commit = async () => {
    const event = orderPlaced(`order-${++order}`, 1, DATA);
    await store(orders, event);
    committed.set(event.id, performance.now());
    relay.nudge();
  };
  const ours = async () => {
    committed.clear();
    latencies.length = 0;
    const begun = performance.now();
    const commits: Promise<void>[] = [];
    while (commits.length < RATE * SECONDS) {
      const due = Math.min(RATE * SECONDS, Math.floor(((performance.now() - begun) / 1_000) * RATE));
      while (commits.length < due) commits.push(commit());
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(commits);
    while (latencies.length < commits.length) await new Promise((resolve) => setTimeout(resolve, 5));
    return median(latencies);
  };
  return [
    { name: 'commit to handler', measure: ours },
    { name: 'the goal', measure: async () => goalMs },
  ];
}

/** Makes an event of about 400 bytes, as a small resource does. */
const DATA = { code: 'MATH-101', name: 'Mathematics I', description: 'Numbers, sequences, limits.', credits: 6 };

async function databaseOf(stack: AsyncDisposableStack, postgres: StartedPostgres, name: string): Promise<Database> {
  const url = await postgres.createDatabase(name);
  await migrate(url, MIGRATIONS);
  return stack.adopt(await connectDatabase({ url, poolSize: 10, log }), (database) => database.close());
}

async function brokerOf(stack: AsyncDisposableStack, url: string): Promise<EventBroker> {
  const broker = await connectBroker({ url, fleet: 'test', service: 'bench', log });
  return stack.adopt(broker, (each) => each.close());
}

async function count(database: Database): Promise<number> {
  const { rows } = await database.query<{ count: number }>({ text: 'SELECT count(*)::int AS count FROM outbox' });
  return rows[0]?.count ?? 0;
}
