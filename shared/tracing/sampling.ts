import { serviceSubject } from '../auth/index.ts';
import type { Identity, Spans, Traceparent } from '../context/index.ts';

type Trace = Pick<Traceparent, 'traceId' | 'flags'> & Partial<Traceparent>;

export interface SamplingOptions {
  /** Of the traces that begin here, 0 to 1. */
  readonly share: number;
  /** Where clients of the fleet come in: nobody's flag counts. */
  readonly atEdge: boolean;
  readonly spans: Spans;
  readonly random?: () => number;
}

/** Where the spans of a piece of work go; undefined: it is not sampled. */
export interface Sampling {
  /** @param trace without `parentId` where it begins here */
  ofRequest(trace: Trace, identity: Identity | undefined): Spans | undefined;
  /** Of an event, which no client can have made. */
  ofEvent(trace: Trace): Spans | undefined;
}

/** Digits of a trace id that decide, which are random (W3C Trace Context 2, section 3.3.1.3): 52 bits, as many as a number holds. */
const DIGITS = 13;
const VALUES = 16 ** DIGITS;

/**
 * Decides once, where a trace enters the fleet; after that the flag does. A flag that says `sampled` costs work, so it counts from callers
 * alone who have proved who they are. At the edge the ids of callers do not count either: whoever chooses them would choose what is sampled.
 */
export function createSampling({ share, atEdge, spans, random = Math.random }: SamplingOptions): Sampling {
  const byId = (traceId: string) => Number.parseInt(traceId.slice(-DIGITS), 16) < share * VALUES;
  const isFlagged = ({ flags }: Trace) => (Number.parseInt(flags, 16) & 1) === 1;

  const isSampled = (trace: Trace, identity: Identity | undefined) => {
    if (trace.parentId === undefined) return !isService(identity) && byId(trace.traceId);
    if (atEdge) return random() < share;
    // Routes that are open to all know no caller: there the edge and the share both have to be for it.
    return isFlagged(trace) && (identity !== undefined || byId(trace.traceId));
  };
  return {
    ofRequest: (trace, identity) => (isSampled(trace, identity) ? spans : undefined),
    ofEvent: (trace) => ((trace.parentId === undefined ? byId(trace.traceId) : isFlagged(trace)) ? spans : undefined),
  };
}

/** What a service asks outside of any request is housekeeping: leases, settings, the registry. */
function isService(identity: Identity | undefined): boolean {
  return identity?.subject.startsWith(serviceSubject('')) === true;
}
