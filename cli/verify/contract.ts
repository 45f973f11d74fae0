import type { Fleet } from '../config/model.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import type { LentDatabases } from '../runtimes/databases.ts';
import type { EventWatch } from './events/contract.ts';
import type { Http } from './http.ts';

/** What a check looks at: the running fleet as its clients see it. */
export interface Target {
  readonly fleet: Fleet;
  readonly status: FleetStatus;
  readonly http: Http;
  /** Signs a token for the scopes, good for some minutes. */
  token(...scopes: string[]): Promise<string>;
  databases<T>(work: (databases: LentDatabases) => Promise<T>): Promise<T>;
  readonly events: EventWatch;
}

export interface Check {
  /** Groups checks in reports, e.g. `health`. */
  readonly area: string;
  /** What holds when it passes, e.g. `orders-service is ready`. */
  readonly claim: string;
  /** Whose log lines help when it fails. */
  readonly service?: string;
  /** Whether it writes to the fleet; such checks clean up after themselves and are left out of `--smoke`. */
  readonly writes?: true;
  /** Throws `CheckFailed`, `CheckSkipped` or whatever went wrong. */
  run(target: Target): Promise<void>;
}

export interface CheckResult {
  readonly area: string;
  readonly claim: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** Why it failed or was skipped; null when it passed. */
  readonly reason: string | null;
  /** The last lines of the service that the check is about, when it failed. */
  readonly log: readonly string[];
}
