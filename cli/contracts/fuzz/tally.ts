import type { Operation } from './document.ts';
import type { Reply } from './send.ts';

/** What happened to one operation. */
export interface OperationTally {
  readonly operation: string;
  readonly service: string;
  requests: number;
  readonly byStatus: Record<string, number>;
  /** Refused good data, by the code it was refused with. */
  readonly refusals: Record<string, number>;
  /** Requests by what was wrong with them. */
  readonly byKind: Record<string, number>;
  /** Statuses that the document declares and that no answer had. */
  unseen: string[];
  /** Whether any answer was 2xx. */
  reached: boolean;
  /** What could not be tried, and why. */
  readonly skipped: string[];
}

export function newTally(service: string, { key, responses }: Operation): OperationTally {
  const unseen = Object.keys(responses).filter((status) => status !== 'default');
  return {
    operation: key,
    service,
    requests: 0,
    byStatus: {},
    refusals: {},
    byKind: {},
    unseen,
    reached: false,
    skipped: [],
  };
}

/** @param kind what was wrong with the request; `good`: nothing */
export function count(tally: OperationTally, kind: string, { status, body }: Reply): void {
  tally.requests += 1;
  tally.byStatus[status] = (tally.byStatus[status] ?? 0) + 1;
  tally.byKind[kind] = (tally.byKind[kind] ?? 0) + 1;
  tally.unseen = tally.unseen.filter((each) => each !== String(status));
  tally.reached ||= status >= 200 && status < 300;
  if (kind === 'good' && status >= 400) {
    const { code = 'no code' } = Object(body) as { code?: string };
    tally.refusals[code] = (tally.refusals[code] ?? 0) + 1;
  }
}
