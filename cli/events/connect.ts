import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { brokerAway } from '../runtimes/broker-away.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { CONNECTION_MS } from '../runtimes/databases/patience.ts';
import type { Databases } from '../runtimes/databases.ts';
import { codeOf, type Database, type EventBroker, SILENT } from './fleet-code.ts';

/** A broker that takes longer to answer is away. */
const PATIENCE_MS = 5_000;
const POLL_MS = 50;

/** Lends the broker of the fleet, connected, and tells which it is. @throws AuroraError `broker_away`, `broker_failed` */
export async function withEventBroker<T>(
  fleet: Fleet,
  runtime: Runtime,
  work: (broker: EventBroker, where: string) => Promise<T>,
): Promise<T> {
  const { connectBroker } = await codeOf(fleet, 'events');
  return runtime.withBroker(fleet, async ({ url }) => {
    const broker = await connectBroker({ url, fleet: fleet.name, service: 'aurora-cli', log: SILENT });
    try {
      await untilAnswers(fleet, broker, whereIs(url));
      return await work(broker, whereIs(url));
    } catch (cause) {
      if (cause instanceof AuroraError) throw cause;
      throw new AuroraError('broker_failed', `The event broker of ${fleet.name} did not do as it was asked.`, {
        exit: 'startup',
        details: [`${whereIs(url)}: ${reasonOf(cause)}`],
        next: 'aurora events status',
        cause,
      });
    } finally {
      await broker.close();
    }
  });
}

/** Lends the database of a service, connected. */
export async function withDatabase<T>(
  fleet: Fleet,
  databases: Databases,
  service: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { connectDatabase } = await codeOf(fleet, 'database');
  const url = databases.url(service);
  const database = await connectDatabase({ url, poolSize: 1, log: SILENT, patienceMs: CONNECTION_MS });
  try {
    return await work(database);
  } catch (cause) {
    if (cause instanceof AuroraError) throw cause;
    throw new AuroraError('database_failed', `The database of ${service}: ${reasonOf(cause)}`, {
      exit: 'startup',
      next: 'aurora migrate status',
      cause,
    });
  } finally {
    await database.close();
  }
}

/** It connects in the background. */
async function untilAnswers(fleet: Fleet, broker: EventBroker, where: string): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await broker.ping();
    } catch (cause) {
      if (performance.now() > endsAt) throw brokerAway(fleet, `${where}: ${reasonOf(cause)}`);
      await sleep(POLL_MS);
    }
  }
}

/** Without its login. */
function whereIs(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol.startsWith('amqp') ? 'RabbitMQ' : 'queues in PostgreSQL'} at ${host}`;
}

/** The problem that a database's error is wrapped in says less than the error. */
export function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
