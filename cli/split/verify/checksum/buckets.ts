import { hash } from 'node:crypto';

/** So many that a difference points to few rows, and few enough for any memory. */
const BUCKETS = 1 << 14;
/** Between values: no text that gets through has it. */
const END = '\u0000';

export interface Comparable {
  readonly id: string;
  /** In an order that both sides share. */
  readonly values: readonly (string | null)[];
}

/**
 * Sums over rows, in any order: two sides that saw the same rows have the same sums. Rows are spread over buckets by their ids, so
 * that where the sums differ, it is known among which rows.
 */
export class Buckets {
  /** Per bucket: how many rows, and two sums of 32 bits each. */
  readonly #counts = new Uint32Array(BUCKETS);
  readonly #low = new Uint32Array(BUCKETS);
  readonly #high = new Uint32Array(BUCKETS);

  add(row: Comparable): void {
    this.#put(row, 1);
  }

  /** Takes one out again that was added. */
  remove(row: Comparable): void {
    this.#put(row, -1);
  }

  /** How many rows there are. */
  get count(): number {
    return this.#counts.reduce((sum, each) => sum + each, 0);
  }

  #put({ id, values }: Comparable, sign: 1 | -1): void {
    const bucket = bucketOf(id);
    // 128 bits of which 64 are kept: it is against accidents, not against forgers.
    const digest = hash('md5', id + END + values.map((value) => (value === null ? 'N' : `V${value}`)).join(END), 'hex');
    this.#counts[bucket] = (this.#counts[bucket] as number) + sign;
    this.#low[bucket] = (this.#low[bucket] as number) + sign * Number.parseInt(digest.slice(0, 8), 16);
    this.#high[bucket] = (this.#high[bucket] as number) + sign * Number.parseInt(digest.slice(8, 16), 16);
  }

  /** Over all buckets: 16 hexadecimal digits. */
  get checksum(): string {
    const total = (sums: Uint32Array) => sums.reduce((sum, each) => (sum + each) % 2 ** 32, 0);
    return [this.#high, this.#low].map((sums) => total(sums).toString(16).padStart(8, '0')).join('');
  }

  /** Those in which other sums differ. */
  unlike(other: Buckets): ReadonlySet<number> {
    const unlike = new Set<number>();
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const same =
        this.#counts[bucket] === other.#counts[bucket] &&
        this.#low[bucket] === other.#low[bucket] &&
        this.#high[bucket] === other.#high[bucket];
      if (!same) unlike.add(bucket);
    }
    return unlike;
  }
}

/** FNV-1a: quick, and spread well enough. */
export function bucketOf(id: string): number {
  let hashed = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hashed = Math.imul(hashed ^ id.charCodeAt(at), 0x01000193);
  return (hashed ^ (hashed >>> 16)) & (BUCKETS - 1);
}
