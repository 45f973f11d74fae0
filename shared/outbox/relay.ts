import { setTimeout as sleep } from 'node:timers/promises';
import { type Spans, spanClock } from '../context/index.ts';
import type { Database } from '../database/index.ts';
import { Alarm, backoff, type EventBroker, jittered, type PublishResult, tellSent } from '../events/index.ts';
import { contextMembers, type Logger } from '../logging/index.ts';
import { Leases } from './leases.ts';
import { bury, type Pending, pending, postpone, remove } from './pending.ts';
import { rounds } from './rounds.ts';

/** Bytes, so that 500 of the largest events need not fit into memory. */
const BATCH = { events: 500, bytes: 16 * 1024 * 1024 };
/** Behind the nudges, for what others committed. */
const POLL_MS = 1_000;
/** The same while others do commit: of several replicas one relays what all of them write, and hears of its own writes alone. */
const BUSY_POLL_MS = 20;
/** So long after something was found that nobody had told of. */
const BUSY_FOR_MS = 5_000;
/** Failures of its own that an event survives. */
const MAX_ATTEMPTS = 10;
const LONGEST_PAUSE_MS = 60_000;

export interface RelayOptions {
  readonly database: Database;
  readonly broker: EventBroker;
  /** Names this instance among those of the service; the same after a restart, so that it goes on at once. */
  readonly instance: string;
  readonly log: Logger;
  /** As `standBy` says later. */
  readonly isStandby?: boolean;
  /** Told what the broker said to each of some events. */
  readonly onPublished?: (results: readonly PublishResult[]) => void;
  /** Hears of what was sent of sampled work. */
  readonly spans?: Spans | undefined;
}

/**
 * Sends what the outbox holds, in order per aggregate, and removes what has arrived. Several relays on one outbox share
 * its partitions; one that dies or freezes is replaced within ten seconds. A broker that is away costs no event an
 * attempt; an event that the broker refuses is tried again and in the end buried, while all other aggregates go on.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #leases: Leases;
  readonly #alarm = new Alarm();
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #isStandby: boolean;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#leases = new Leases(options.database, options.instance);
    this.#isStandby = options.isStandby ?? false;
    this.#running = this.#run();
  }

  /** Whether this is the one replica that does what one of them has to do: the holder of the first partition. */
  get leads(): boolean {
    return this.#leases.valid && this.#leases.fenceOf(0) !== undefined;
  }

  /** Something was committed: send it now rather than at the next poll. Cheap; call it after every commit. */
  nudge(): void {
    this.#alarm.ring();
  }

  /**
   * Whether another relay is to come first: that of the live colour, which hears of its own commits, and so sends them sooner. One on
   * standby sends only while there is no other.
   */
  standBy(isStandby: boolean): void {
    this.#isStandby = isStandby;
    this.#alarm.ring();
  }

  /** Finishes what is under way; the rest stays in the outbox for the next relay. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#alarm.ring();
    await this.#running;
    await this.#leases.release().catch((error) => {
      this.#options.log.debug({ err: error }, 'outbox leases will expire by themselves');
    });
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    let wasTold = true;
    let busyUntil = 0;
    while (!signal.aborted) {
      try {
        await this.#leases.keep(this.#isStandby);
        const { found, isFull } = await this.#relay();
        failures = 0;
        const now = performance.now();
        if (found > 0 && !wasTold) busyUntil = now + BUSY_FOR_MS;
        if (!isFull) wasTold = await this.#alarm.wait(jittered(now < busyUntil ? BUSY_POLL_MS : POLL_MS));
      } catch (error) {
        const pause = backoff(++failures);
        const level = failures === 1 ? 'warn' : 'debug';
        this.#options.log[level]({ reason: (error as Error).message, retryInMs: Math.round(pause) }, 'outbox waits');
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** One batch: how many events there were, and whether there may be more. @throws when the database or the broker is away */
  async #relay(): Promise<{ found: number; isFull: boolean }> {
    const { database } = this.#options;
    const { partitions } = this.#leases;
    if (partitions.length === 0) return { found: 0, isFull: false };
    const { events, isFull } = await pending(database, partitions, BATCH);
    const sent: Pending[] = [];
    try {
      await this.#send(events, sent);
    } finally {
      await remove(database, sent);
    }
    return { found: events.length, isFull };
  }

  /** Collects what has arrived in `sent`, also when it throws. */
  async #send(batch: readonly Pending[], sent: Pending[]): Promise<void> {
    const stuck = new Set<string>();
    for (const round of rounds(batch, ({ aggregate }) => aggregate)) {
      if (!this.#leases.valid || this.#stopping.signal.aborted) return;
      const due = round.filter(({ aggregate }) => !stuck.has(aggregate));
      const { broker, onPublished, spans } = this.#options;
      const envelopes = due.map(({ envelope }) => envelope);
      const startedAt = spanClock();
      const results = await broker.publish(envelopes);
      onPublished?.(results);
      if (spans) tellSent(spans, envelopes, results, startedAt);
      const failed: [Pending, Failure][] = [];
      for (const [index, result] of results.entries()) {
        const event = due[index] as Pending;
        if (result.outcome === 'sent') sent.push(event);
        else failed.push([event, result]);
      }
      if (isAway(results)) throw new Error(failed[0]?.[1].reason);
      for (const [event, failure] of failed) {
        stuck.add(event.aggregate);
        await this.#failed(event, failure);
      }
    }
  }

  async #failed(event: Pending, { outcome, reason }: Failure): Promise<void> {
    const { database, log } = this.#options;
    const attempts = event.attempts + (outcome === 'refused' ? 1 : 0);
    const setback = { fence: this.#leases.fenceOf(event.partition), attempts, reason };
    const { id: eventId, type, correlationid: correlationId, traceparent } = event.envelope;
    const about = { ...contextMembers({ correlationId, traceparent }), eventId, type, attempts, reason };
    if (attempts >= MAX_ATTEMPTS) {
      await bury(database, event, setback);
      log.error(about, 'event cannot be sent and is buried in outbox_dead');
    } else {
      await postpone(database, event, setback, Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempts));
      log.warn(about, 'event could not be sent');
    }
  }
}

type Failure = Extract<PublishResult, { reason: string }>;

/** Not one got through, and none for a reason of its own. */
function isAway(results: readonly PublishResult[]): boolean {
  return results.length > 0 && results.every(({ outcome }) => outcome === 'unsent');
}
