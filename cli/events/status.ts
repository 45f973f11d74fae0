import type { Fleet } from '../config/model.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { needsDatabase } from '../runtimes/needs.ts';
import { AT_ONCE } from './at-once.ts';
import { reasonOf, withDatabase } from './connect.ts';
import { consumersOf, UNROUTED } from './consumers.ts';
import { codeOf, type EventBroker } from './fleet-code.ts';

/** What waits, and where; the shape of `aurora events status --json`. */
export interface EventsStatus {
  readonly broker: {
    /** Which it is; null: it does not answer. */
    readonly where: string | null;
    /** Why it does not answer; null: it does. */
    readonly away: string | null;
  };
  readonly services: readonly ServiceEvents[];
  /** Null: only the broker knows. */
  readonly consumers: readonly ConsumerEvents[] | null;
  /** What nobody had subscribed to, counted among the oldest 1,000 that are kept aside. */
  readonly unrouted: readonly { readonly type: string; readonly events: number }[] | null;
  /** Days after which an inbox forgets. */
  readonly inboxDays: number;
}

export interface ServiceEvents {
  readonly service: string;
  /** Null: its database does not tell, for the reason. */
  readonly outbox: { readonly pending: number; readonly oldestSeconds: number; readonly dead: number } | null;
  /** Handled events that it remembers. */
  readonly inbox: number | null;
  readonly reason?: string;
}

export interface ConsumerEvents {
  readonly consumer: string;
  readonly service: string;
  readonly waiting: number;
  readonly retrying: number;
  readonly parked: number;
  /** When the first was parked, and when the oldest event among them happened. */
  readonly oldestParked: { readonly parkedAt: string; readonly time: string } | null;
  readonly processes: number;
  readonly drift: string | null;
}

/** A broker keeps more aside, and takes a second for each 1,000 that it shows. */
const MOST_UNROUTED = 1_000;

export async function servicesStatus(fleet: Fleet, runtime: Pick<Runtime, 'withDatabases'>): Promise<ServiceEvents[]> {
  const [{ outboxBacklog }, { inboxSize }] = await Promise.all([codeOf(fleet, 'outbox'), codeOf(fleet, 'inbox')]);
  return runtime.withDatabases(fleet, (databases) =>
    Promise.all(
      fleet.services.filter(needsDatabase).map(async ({ name: service }): Promise<ServiceEvents> => {
        try {
          return await withDatabase(fleet, databases, service, async (database) => {
            const { pending, oldest, dead } = await outboxBacklog(database);
            const outbox = { pending, oldestSeconds: Math.round(oldest), dead };
            return { service, outbox, inbox: await inboxSize(database) };
          });
        } catch (error) {
          return { service, outbox: null, inbox: null, reason: reasonOf(error) };
        }
      }),
    ),
  );
}

export function consumersStatus(fleet: Fleet, broker: EventBroker): Promise<ConsumerEvents[]> {
  return Promise.all(
    consumersOf(fleet).map(async ({ name, service, retry }) => {
      const { waiting, retrying, parked, consumers, drift } = await broker.backlog(name, retry);
      const letters = parked > 0 ? await broker.parked(name, { limit: AT_ONCE }) : [];
      const [time] = letters.map(({ event }) => event.time).toSorted();
      const [first] = letters;
      return {
        consumer: name,
        service,
        waiting,
        retrying,
        parked,
        oldestParked: first && time ? { parkedAt: first.parkedAt, time } : null,
        processes: consumers,
        drift: drift ?? null,
      };
    }),
  );
}

export async function unroutedStatus(broker: EventBroker): Promise<{ type: string; events: number }[]> {
  const found = await broker.parked(UNROUTED, { limit: MOST_UNROUTED });
  const byType = Map.groupBy(found, ({ event }) => event.type);
  return [...byType].map(([type, events]) => ({ type, events: events.length })).sort((a, b) => b.events - a.events);
}
