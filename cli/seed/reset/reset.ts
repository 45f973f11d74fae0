import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { withEventBroker } from '../../events/connect.ts';
import { consumersOf } from '../../events/consumers.ts';
import type { EventBroker } from '../../events/fleet-code.ts';
import type { Narrator } from '../../narrator.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import type { Databases } from '../../runtimes/databases.ts';
import { type Emptied, emptiedOf } from './emptied.ts';
import { countRows, emptyTables } from './empty-tables.ts';

/** Between two looks: longer than a relay needs to send a batch, and a consumer to handle what it has in hand. */
const LOOK_AFTER_MS = 700;
/** Looks in a row that have to find nothing. */
const QUIET = 2;
const LOOKS = 30;

/**
 * Empties the fleet of all rows, while it runs as well as while it is down. What is on its way through relays, queues and
 * handlers would bring rows back, copies of what others own above all: it is emptied again, tables and queues, until twice
 * in a row nothing has come.
 * @throws AuroraError `reset_restless` where rows keep coming
 */
export function resetFleet(fleet: Fleet, runtime: Runtime, databases: Databases, narrator: Narrator): Promise<void> {
  const services = emptiedOf(fleet);
  if (services.length === 0) return Promise.resolve();
  return narrator.step('empty all tables and queues', (step) =>
    withEventBroker(fleet, runtime, async (broker) => {
      let stirred: readonly string[] = [];
      for (let looks = 0, quiet = 0; quiet < QUIET; looks++) {
        if (looks === LOOKS) throw restless(stirred);
        if (looks === 0 || stirred.length > 0) await emptyAll(fleet, services, databases, broker);
        await sleep(LOOK_AFTER_MS);
        stirred = await stirring(fleet, services, databases, broker);
        quiet = stirred.length === 0 ? quiet + 1 : 0;
        if (stirred.length > 0) step.note(`again, for there was something in ${stirred.join(', ')}`);
      }
    }),
  );
}

async function emptyAll(
  fleet: Fleet,
  services: readonly Emptied[],
  databases: Databases,
  broker: EventBroker,
): Promise<void> {
  for (const each of services) await emptyTables(databases.url(each.service), each);
  for (const { name, retry } of consumersOf(fleet)) await broker.discard(name, retry);
}

/** Where something is that was empty. */
async function stirring(
  fleet: Fleet,
  services: readonly Emptied[],
  databases: Databases,
  broker: EventBroker,
): Promise<string[]> {
  const tables = services.map(async ({ service, own, around }) => {
    const counts = await countRows(databases.url(service), [...own, ...around]);
    return [...counts].filter(([, rows]) => rows > 0).map(([table]) => `${service}.${table}`);
  });
  const queues = consumersOf(fleet).map(async ({ name, retry }) => {
    const { waiting, retrying, parked } = await broker.backlog(name, retry);
    return waiting + retrying + parked > 0 ? [`the queue ${name}`] : [];
  });
  return (await Promise.all([...tables, ...queues])).flat();
}

function restless(stirred: readonly string[]): AuroraError {
  return new AuroraError('reset_restless', 'Rows keep coming: somebody is using the fleet. Nothing was seeded.', {
    exit: 'failed',
    details: [`There was something again in ${stirred.join(', ')}.`],
    next: 'end what writes to it, or aurora down, then again',
  });
}
