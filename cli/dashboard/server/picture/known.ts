import type { FleetStatus } from '../../../runtimes/contract.ts';
import type { DependencyView } from '../../api.ts';
import type { History } from '../collect/history.ts';
import type { Seen } from '../collect/seen.ts';
import type { ConfigNow } from '../sources.ts';

/** What is known of the fleet at one moment: all that a snapshot is made from. */
export interface Known {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly config: ConfigNow;
  /** Null: the fleet is down. */
  readonly status: FleetStatus | null;
  /** Why nothing can be said of it, e.g. that it runs twice. */
  readonly trouble: string | undefined;
  /** At those that are up. */
  readonly looks: ReadonlyMap<string, Look>;
  /** Services that came back by themselves within the last minute, the newest first. */
  readonly revivals: readonly Revival[];
  /** Actions of this page that failed within the last minutes. */
  readonly failures: readonly FailedAction[];
}

/** At one service. */
export interface Look {
  /** Null: it has not answered lately. */
  readonly seen: Seen | null;
  readonly dependencies: readonly DependencyView[];
  /** For how long it has been waited for, in milliseconds. */
  readonly waitedMs: number;
  /** Why it could not be looked at last. */
  readonly trouble: string | undefined;
  readonly history: History;
}

export interface Revival {
  readonly service: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface FailedAction {
  /** What it was about. */
  readonly about: string;
  readonly text: string;
  readonly next?: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}
