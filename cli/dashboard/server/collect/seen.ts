import type { Point } from '../../api.ts';
import type { Gauges } from './gauges.ts';
import type { Interval } from './interval.ts';

/** What was seen of a service when it last answered. */
export interface Seen {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly gauges: Gauges;
  /** The last ten seconds. */
  readonly window: Interval;
  /** Null: there is nothing yet to compare with. */
  readonly point: Point | null;
}
