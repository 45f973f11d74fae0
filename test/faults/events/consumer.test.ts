import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { connectBroker } from '../../../shared/events/index.ts';
import { startPostgres, until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { orderPlaced, serviceDatabase } from '../../support/outbox.ts';
import { rabbitMissing, startRabbit } from '../../support/rabbitmq.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const CONSUMER = join(import.meta.dirname, 'consumer-process.ts');

/** The server behind each adapter. */
const servers = {
  'the embedded broker': async () => {
    const postgres = await startPostgres();
    return { url: await postgres.createDatabase('broker'), stop: postgres.stop };
  },
  RabbitMQ: startRabbit,
};
const { log } = readableLog();

for (const [name, startServer] of Object.entries(servers)) {
  const missing = name === 'RabbitMQ' ? rabbitMissing : undefined;
  if (missing) it.skip(`a consumer killed on ${name} needs a broker: ${missing}`, () => undefined);
  else describe(`a consumer killed on ${name}`, () => suite(startServer));
}

function suite(startServer: () => Promise<{ url: string; stop(): Promise<void> }>): void {
  const processes: ChildProcess[] = [];
  afterEach(async () => {
    for (const process of processes.splice(0)) await kill(process);
  });

  it.each(['inside', 'after'])(
    'falls %s the transaction: what it held goes to the one that stands by, in order and once',
    async (where) => {
      await using stack = new AsyncDisposableStack();
      const [postgres, server] = await Promise.all([startPostgres(), startServer()]);
      stack.defer(() => postgres.stop());
      stack.defer(() => server.stop());
      const billing = stack.adopt(await serviceDatabase(postgres, 'billing', log), (database) => database.close());
      await billing.query({ text: 'CREATE TABLE effect (id serial PRIMARY KEY, order_id text, version int)' });
      const start = async (fall: string) => {
        const child = fork(CONSUMER, [postgres.url('billing'), server.url, fall], { execArgv: [] });
        processes.push(child);
        await once(child, 'message');
        return child;
      };
      const falling = await start(where);
      const fallen = once(falling, 'exit');
      await start('never');

      const url = server.url;
      const broker = await connectBroker({ url, fleet: 'test', service: 'order-service', log });
      stack.defer(() => broker.close());
      const events = Array.from({ length: 40 }, (_, index) => orderPlaced(`o${index % 4}`, 1 + Math.floor(index / 4)));
      await until(async () => (await broker.publish(events))[0]?.outcome === 'sent', { withinMs: 30_000 });
      await fallen;

      const effects = async () => {
        const { rows } = await billing.query<{ order_id: string; version: number }>({
          text: 'SELECT order_id, version FROM effect ORDER BY id',
        });
        return rows;
      };
      await until(async () => (await effects()).length >= 40, { withinMs: 30_000 });
      for (const order of ['o0', 'o1', 'o2', 'o3']) {
        const versions = (await effects()).filter((row) => row.order_id === order).map(({ version }) => version);
        expect(versions).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
      }
    },
  );
}

async function kill(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  await exited;
}
