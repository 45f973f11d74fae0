import type { Database } from '../database/index.ts';
import { PARTITIONS } from './partition.ts';

/** Milliseconds after which what a dead or frozen relay held may be taken by another. */
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
/** The holder stops this much earlier: what it sent a moment before is under way. */
const MARGIN_MS = 2_000;
/** Whoever is not on standby looks more often than that, and comes first. */
const GRACE_MS = 4_000;

const PARTITION_NUMBERS = Array.from({ length: PARTITIONS }, (_, partition) => `SELECT ${partition} AS number`);

/** A lease for each partition, which nobody has yet. */
const CREATE = {
  name: 'outbox-leases-create',
  text: `
    INSERT INTO outbox_leases ("partition", owner, fence, expires_at)
    SELECT number, '', 0, CURRENT_TIMESTAMP(6) - INTERVAL '1' SECOND
    FROM (${PARTITION_NUMBERS.join(' UNION ALL ')}) AS partitions
    WHERE NOT EXISTS (SELECT 1 FROM outbox_leases WHERE "partition" = number)
    ON CONFLICT DO NOTHING`,
};

/** All that have been free for a while, and our own of an earlier life: an instance name is never used twice at the same time. */
const CLAIM = {
  name: 'outbox-claim',
  text: `
    UPDATE outbox_leases SET owner = $1, fence = fence + 1, expires_at = CURRENT_TIMESTAMP(6) + $2 * INTERVAL '1 ms'
    WHERE "partition" = ANY($3) AND (owner = $4 OR expires_at < CURRENT_TIMESTAMP(6) - $5 * INTERVAL '1 ms')`,
};

const CLAIMED = {
  name: 'outbox-claimed',
  text: 'SELECT "partition", fence FROM outbox_leases WHERE "partition" = ANY($1) AND owner = $2',
};

/** Only while nobody else has had the partition in between: its fence says so. */
const RENEW = {
  name: 'outbox-renew',
  text: `
    UPDATE outbox_leases SET expires_at = CURRENT_TIMESTAMP(6) + $1 * INTERVAL '1 ms'
    WHERE "partition" || '/' || fence = ANY($2)`,
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
  #created = false;
  #isStandby = false;

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

  /**
   * Renews what is held and claims what is free, as often as needed. On standby it gives back what is held, and takes only what nobody
   * has claimed for a while, until that runs out: so another relay can have it, and nothing waits for one that does not come.
   */
  async keep(isStandby = false): Promise<void> {
    if (isStandby !== this.#isStandby) {
      this.#isStandby = isStandby;
      this.#renewAt = 0;
      if (isStandby) await this.release();
    }
    const now = performance.now();
    if (now < this.#renewAt) return;
    if (isStandby && this.valid && this.#fences.size > 0) return;
    if (!this.#created) await this.#database.query(CREATE);
    this.#created = true;
    const kept = this.valid && (await this.#expireIn(LEASE_MS)) === this.#fences.size;
    // One of them has had another holder. Claiming our own again does no harm.
    if (!kept) this.#fences.clear();
    await this.#claim();
    this.#validUntil = now + LEASE_MS - MARGIN_MS;
    this.#renewAt = now + RENEW_MS;
  }

  /** Lets others take over at once. */
  async release(): Promise<void> {
    if (this.#fences.size > 0) await this.#expireIn(0);
    this.#fences.clear();
    this.#validUntil = 0;
  }

  async #claim(): Promise<void> {
    const missing = Array.from({ length: PARTITIONS }, (_, partition) => partition).filter(
      (partition) => !this.#fences.has(partition),
    );
    if (missing.length === 0) return;
    const { count } = await this.#database.query(CLAIM, [
      this.#owner,
      LEASE_MS,
      missing,
      this.#isStandby ? null : this.#owner,
      this.#isStandby ? GRACE_MS : 0,
    ]);
    if (count === 0) return;
    const { rows } = await this.#database.query<{ partition: number; fence: string }>(CLAIMED, [missing, this.#owner]);
    for (const { partition, fence } of rows) this.#fences.set(partition, fence);
  }

  /** @returns how many of those held still are */
  async #expireIn(ms: number): Promise<number> {
    const held = [...this.#fences].map(([partition, fence]) => `${partition}/${fence}`);
    return (await this.#database.query(RENEW, [ms, held])).count;
  }
}
