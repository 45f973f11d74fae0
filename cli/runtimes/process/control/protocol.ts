import type { FleetStatus } from '../../contract.ts';

/** What the CLI and the supervisor say to each other over the control socket: HTTP, JSON in and out. */

/** One service as the supervisor runs it. Two that are equal need no restart. */
export interface ServiceSpec {
  readonly name: string;
  /** e.g. `aurora-subject-service-1`. */
  readonly instance: string;
  readonly version: string;
  readonly port: number;
  readonly dependsOn: readonly string[];
  /** The folder it runs in; what changes below restarts it with `--watch`. */
  readonly folder: string;
  /** The file that Node runs. */
  readonly main: string;
  /** Every request passes it: then a larger young generation costs no more memory than it gives back in time. */
  readonly isBusy?: boolean;
  /** Aurora's own variables; secrets as paths. What else the service sees comes from the terminal of `up`. */
  readonly environment: Readonly<Record<string, string>>;
  /** A hash of what is in the files with its secrets, which it reads once: others need a restart. */
  readonly secrets: string;
}

/** Where the embedded PostgreSQL lives. */
export interface PostgresHome {
  readonly folder: string;
  readonly data: string;
  /** Holds `bin`, `lib` and `share`. */
  readonly native: string;
  /** Whom it runs as; null: ourselves. PostgreSQL refuses root. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
}

/** The embedded PostgreSQL as the supervisor runs it; it makes the data folder if there is none. */
export interface PostgresSpec {
  readonly home: PostgresHome;
  readonly port: number;
  readonly settings: Readonly<Record<string, string | number>>;
}

/** What the services stand on and the supervisor only looks at. */
export interface InfrastructureSpec {
  /** e.g. `broker`. */
  readonly name: string;
  /** e.g. `given by BROKER_URL`. */
  readonly detail: string;
  /** Where it answers; null: it is part of the embedded PostgreSQL. */
  readonly address: { readonly host: string; readonly port: number } | null;
}

/** What a fleet consists of. */
export interface Load {
  readonly services: readonly ServiceSpec[];
  /** Null: databases and broker are given from outside, or none is needed. */
  readonly postgres: PostgresSpec | null;
  readonly infrastructure: readonly InfrastructureSpec[];
  /** Ports come from a block of the checkout's own. */
  readonly isolated: boolean;
}

/** What the supervisor has been told to run, and how far it is. */
export interface Desired extends Omit<Load, 'services'> {
  readonly services: readonly RunningSpec[];
  readonly postgresReady: boolean;
}

export interface RunningSpec {
  readonly spec: ServiceSpec;
  /** Whether it is meant to run: one that was only loaded, or has been stopped, is not. */
  readonly wanted: boolean;
  /** Whether it has its port, or is about to. */
  readonly present: boolean;
  readonly ready: boolean;
  /** Whether `aurora run` has it in front at the moment. */
  readonly lent: boolean;
  /** When its process began, epoch milliseconds; null: it has none. */
  readonly startedAt: number | null;
}

/** Why something did not start: for people, with the last lines that it printed. */
export interface Failure {
  readonly name: string;
  /** e.g. `exited with code 1`. */
  readonly reason: string;
  readonly lines: readonly string[];
}

/** What happens while the fleet runs, one JSON object a line. */
export type FleetEvent =
  /** First of all: the process whose end will be the end of the fleet. */
  | { readonly type: 'hello'; readonly pid: number }
  | { readonly type: 'ready'; readonly name: string; readonly milliseconds: number }
  | { readonly type: 'exited'; readonly name: string; readonly reason: string; readonly retryInMs: number | null }
  | { readonly type: 'changed'; readonly file: string; readonly effect: string }
  | { readonly type: 'refused'; readonly failure: Failure }
  | { readonly type: 'stopping'; readonly because: string };

/** What the CLI asks, and what it is answered. */
export interface Questions {
  'GET /status': FleetStatus;
  /** Null: whoever started it has not said yet. */
  'GET /desired': Desired | null;
  /** Whether the fleet lives for a single holder, and has not been told to stay. */
  'GET /alone': boolean;
}

/** What the CLI orders, with its body. Those that start something are answered when it is ready. */
export interface Orders {
  /** Begins the processes of services that do not run, each waiting at its gate. */
  'POST /load': Load;
  /** Starts the embedded PostgreSQL, if there is to be one. */
  'POST /postgres': PostgresSpec | null;
  'POST /start': { name: string };
  'POST /replace': { name: string; spec?: ServiceSpec };
  'POST /stop-service': { name: string };
  /** Stops it for good: it is no part of the fleet any more. */
  'POST /remove': { name: string };
  /** From now on the fleet lives without anybody who holds it. */
  'POST /keep': null;
  /** Restarts what changes below these folders and files. */
  'POST /watch': WatchSpec;
  /** Answered at once; whoever follows sees the end. */
  'POST /stop': { force: boolean; because: string };
}

export interface WatchSpec {
  /** A change here concerns every service. */
  readonly shared: string;
  /** The config file: what a change of it takes is the developer's to do. */
  readonly config: string;
}

/** Streams, one JSON object a line, as long as the client listens. */
export const STREAMS = {
  /** `FleetEvent`s. Whoever listens also holds the fleet: the last one to leave ends it, unless it is kept. */
  events: '/events',
  /** The same for those who only want to know. */
  news: '/news',
  /** `/lend?name=…`: one line when the service has stopped; it comes back when the client leaves. */
  lend: '/lend',
} as const;

/** Answer of a request that failed, with status 409 (the fleet is stopping), 404 (no such service) or 500. */
export interface Refusal {
  readonly message: string;
  /** What did not start. */
  readonly failure?: Failure;
}
