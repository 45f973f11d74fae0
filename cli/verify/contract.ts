import type { Fleet } from '../config/model.ts';
import type { EventBroker } from '../events/fleet-code.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import type { LentDatabases } from '../runtimes/databases.ts';
import type { EventWatch } from './events/contract.ts';
import type { Http } from './http.ts';

/** What can be asked for by itself, in the order of reports. */
export const AREAS = [
  'health',
  'registry',
  'migrations',
  'access',
  'headers',
  'contracts',
  'events',
  'journeys',
] as const;

export type Area = (typeof AREAS)[number];

/** What a check looks at: the running fleet as its clients see it. Where each service is, its status says, and nothing else. */
export interface Target {
  readonly fleet: Fleet;
  readonly status: FleetStatus;
  /** Whose requests bear the correlation id, and end with the signal. */
  readonly http: Http;
  /** For what undoes: goes on after the signal. */
  readonly cleanup: Http;
  /** What all requests of a check bear, and so the log lines and events that come of them. */
  readonly correlationId: string;
  /** Hears of a check's steps as they begin and end. */
  readonly onStep?: (step: Step) => void;
  /** Aborts when time is up, or somebody calls it off: then only what undoes may still be done. */
  readonly signal: AbortSignal;
  /** Opened on first use. */
  readonly events: EventWatch;
  /**
   * Signs a token for the scopes, good for some minutes.
   * @throws CheckSkipped where nobody here can sign one
   */
  token(...scopes: string[]): Promise<string>;
  /**
   * The same also outside development: for what touches nothing that it has not made itself.
   * @throws CheckSkipped as well
   */
  journeyToken(...scopes: string[]): Promise<string>;
  databases<T>(work: (databases: LentDatabases) => Promise<T>): Promise<T>;
  /** Lends the event broker, connected. */
  broker<T>(work: (broker: EventBroker) => Promise<T>): Promise<T>;
}

/** A part of a check, for people to see where it is and what took long. */
export interface Step {
  readonly name: string;
  /** Null: it has begun. */
  readonly durationMs: number | null;
}

export interface Check {
  /** Groups checks in reports, and chooses them. */
  readonly area: Area;
  /** What holds when it passes, e.g. `orders-service is ready`. */
  readonly claim: string;
  /** Whose log lines help when it fails; `--service` chooses by it. Absent: it is about the fleet as a whole. */
  readonly service?: string;
  /** The file of the fleet that says what it claims, where there is one. */
  readonly file?: string;
  /** Whether it writes to the fleet; such checks clean up after themselves and are left out of `--smoke`. */
  readonly writes?: true;
  /** Throws `CheckFailed`, `CheckSkipped` or whatever went wrong. */
  run(target: Target): Promise<void>;
}

export interface CheckResult {
  readonly area: Area;
  readonly claim: string;
  readonly service: string | null;
  /** Of the fleet, from its folder on. */
  readonly file: string | null;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Since the first one began. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** Of its requests. */
  readonly correlationId: string;
  /** As they ended; of what has none, nothing. */
  readonly steps: readonly Step[];
  /** Why it failed or was skipped; null when it passed. */
  readonly reason: string | null;
  /** Where that was seen, what should have been there, and what was; null where it is no matter of one place. */
  readonly where: string | null;
  readonly expected: string | null;
  readonly found: string | null;
  /** Commands to type next, when it failed. */
  readonly next: readonly string[];
  /** Log lines of all services that its requests left; without any, the last lines of the service that it is about. */
  readonly log: readonly string[];
}
