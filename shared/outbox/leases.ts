import type { Database } from '../database/index.ts';
import { PARTITIONS } from './partition.ts';

/** Milliseconds after which what a dead or frozen relay held may be taken by another. */
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
/** The holder stops this much earlier: what it sent a moment before is under way. */
const MARGIN_MS = 2_000;

/** All free partitions, and our own of an earlier life: an instance name is never used twice at the same time. */
const CLAIM = {
  name: 'outbox-claim',
  text: `
    INSERT INTO outbox_leases AS held (partition, owner, fence, expires_at)
    SELECT partition, $1, 1, now() + $2 * interval '1 ms' FROM unnest($3::smallint[]) AS partition ORDER BY partition
    ON CONFLICT (partition) DO UPDATE
      SET owner = excluded.owner, fence = held.fence + 1, expires_at = excluded.expires_at
      WHERE held.owner = excluded.owner OR held.expires_at < now()
    RETURNING partition, fence`,
};

/** Only while nobody else has had the partition in between: its fence says so. */
const RENEW = {
  name: 'outbox-renew',
  text: `
    UPDATE outbox_leases held SET expires_at = now() + $1 * interval '1 ms'
    FROM unnest($2::smallint[], $3::bigint[]) AS mine (partition, fence)
    WHERE held.partition = mine.partition AND held.fence = mine.fence
    RETURNING held.partition, held.fence`,
};

/**
 * Which partitions of the outbox this relay may send from. Each has one holder at a time, and a fence that grows with
 * every change of holder: what a former holder still writes under its old fence has no effect.
 */
export class Leases {
  readonly #database: Database;
  readonly #owner: string;
  #fences = new Map<number, string>();
  /** Of the monotonic clock, which goes on while a process is frozen. */
  #validUntil = 0;
  #renewAt = 0;

  constructor(database: Database, owner: string) {
    this.#database = database;
    this.#owner = owner;
  }

  get partitions(): number[] {
    return [...this.#fences.keys()];
  }

  /** Whether what is held is held now, too. Ask before everything that others will see. */
  get valid(): boolean {
    return performance.now() < this.#validUntil;
  }

  fenceOf(partition: number): string | undefined {
    return this.#fences.get(partition);
  }

  /** Renews what is held and claims what is free, as often as needed. */
  async keep(): Promise<void> {
    const now = performance.now();
    if (now < this.#renewAt) return;
    const held = this.valid ? await this.#query(RENEW, [LEASE_MS, this.partitions, [...this.#fences.values()]]) : [];
    const missing = Array.from({ length: PARTITIONS }, (_, partition) => partition).filter(
      (partition) => !held.some((lease) => lease.partition === partition),
    );
    const claimed = missing.length > 0 ? await this.#query(CLAIM, [this.#owner, LEASE_MS, missing]) : [];
    this.#fences = new Map([...held, ...claimed].map(({ partition, fence }) => [partition, fence]));
    this.#validUntil = now + LEASE_MS - MARGIN_MS;
    this.#renewAt = now + RENEW_MS;
  }

  /** Lets others take over at once. */
  async release(): Promise<void> {
    if (this.#fences.size > 0) await this.#query(RENEW, [0, this.partitions, [...this.#fences.values()]]);
    this.#fences.clear();
    this.#validUntil = 0;
  }

  async #query(statement: { name: string; text: string }, values: readonly unknown[]) {
    const { rows } = await this.#database.query<{ partition: number; fence: string }>(statement, values);
    return rows;
  }
}
