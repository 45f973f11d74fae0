import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** What the gateway can compress with; of those that a client likes equally, the first. */
export const CODINGS = ['zstd', 'br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** What a client takes (RFC 9110, section 12.5.3). */
export interface Accepted {
  /** The best for it; undefined: an answer is to be sent as it is. */
  readonly coding: Coding | undefined;
  /** Whether it takes an answer as it is. */
  readonly identity: boolean;
}

const AS_IT_IS: Accepted = { coding: undefined, identity: true };
const AVAILABLE = [...CODINGS, 'identity'];
/** Browsers have a handful between them. */
const known = new LRUCache<string, Accepted>({ max: 100 });

export function acceptedBy(header: string | undefined): Accepted {
  if (header === undefined) return AS_IT_IS;
  let accepted = known.get(header);
  if (accepted === undefined) {
    const acceptable = new Negotiator({ headers: { 'accept-encoding': header } }).encodings(AVAILABLE, {
      preferred: CODINGS,
    });
    const [best] = acceptable as (Coding | 'identity')[];
    accepted = { coding: best === 'identity' ? undefined : best, identity: acceptable.includes('identity') };
    known.set(header, accepted);
  }
  return accepted;
}
