import type { Fleet, RuntimeName } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import type { LentDatabases } from './databases.ts';
import type { UpJobs } from './jobs.ts';
import type { Stage } from './stage.ts';

/**
 * What every runtime does for a fleet: child processes, containers or a swarm behind the same verbs.
 * A runtime reads its state from the engine (control socket, labels), never from a cache of its own.
 */
export interface Runtime {
  readonly name: RuntimeName;
  /** Whether this machine can run it, and if not, why. Cheap: `auto` asks on every `up`. */
  available(fleet: Fleet): Promise<Availability>;
  /** The running fleet of this folder, or null. Under 100 ms: every command asks. With `usage` it takes a second longer, to measure. */
  observe(fleet: Fleet, options?: { readonly usage: boolean }): Promise<FleetStatus | null>;
  /** Calls when something of the fleet has begun, ended or changed, for who looks then; until it is gone or the signal aborts. */
  news(fleet: Fleet, tell: () => void, signal: AbortSignal): Promise<void>;
  /** What `up` would do, each step with its reason; executes nothing. */
  plan(fleet: Fleet, options: UpOptions, jobs: UpJobs): Promise<Plan>;
  /** Returns when every job has finished and every service is ready; throws AuroraError otherwise, with nothing half up. */
  up(fleet: Fleet, options: UpOptions, jobs: UpJobs, narrator: Narrator): Promise<RunningFleet>;
  /**
   * Runs one service on this terminal, with the databases and the broker it needs; its exit code. One that runs already makes room for
   * as long. Ctrl-C ends it in order, a second one at once.
   */
  run(fleet: Fleet, service: string, options: RunOptions, jobs: UpJobs, narrator: Narrator): Promise<number>;
  /** Leaves nothing of the fleet: process, container, network, port; with `volumes` no data either. */
  down(fleet: Fleet, options: { volumes: boolean }, narrator: Narrator): Promise<void>;
  restart(fleet: Fleet, services: readonly string[], narrator: Narrator): Promise<void>;
  /** Lets so many instances of these services run. Absent: this runtime has one of each. */
  scale?(fleet: Fleet, counts: ReadonlyMap<string, number>, narrator: Narrator): Promise<void>;
  /** Log lines as the services wrote them, oldest first; with `follow` until the signal aborts. */
  logs(fleet: Fleet, options: LogOptions): AsyncIterable<LogLine>;
  /** The variables a service of this fleet runs with; secrets as `…_FILE` paths. */
  environmentOf(fleet: Fleet, service: string): Promise<Record<string, string>>;
  /** Runs a command beside a service, with its environment, its folder and this terminal; its exit code. */
  exec(fleet: Fleet, service: string, command: readonly string[]): Promise<number>;
  /** The shell of a service's own database on this terminal, with the login that the service has or its owner's; its exit code. */
  shell(fleet: Fleet, service: string, as: 'user' | 'owner'): Promise<number>;
  /**
   * Runs a script beside a service, with its environment and its folder but without a terminal. Its database has to run.
   * @param hear told each line that it prints while it runs
   */
  script(fleet: Fleet, service: string, script: Script, hear?: (line: string) => void): Promise<ScriptEnd>;
  /**
   * Lends the databases of the fleet, started for this purpose if they are down and stopped again after.
   * `url(service)` is the service's own database with the owner's login, which may change the schema.
   */
  withDatabases<T>(fleet: Fleet, work: (databases: LentDatabases) => Promise<T>): Promise<T>;
  /**
   * Lends the event broker of the running fleet; queues in a database of ours also where the fleet is down.
   * @throws AuroraError `not_running`, `broker_away` where there is none to be lent
   */
  withBroker<T>(fleet: Fleet, work: (broker: LentBroker) => Promise<T>): Promise<T>;
  /**
   * Lends what deploys need: two versions of a service side by side. Nobody else changes the fleet meanwhile.
   * Absent: this runtime has no such thing.
   * @throws AuroraError `busy`
   */
  withStage?<T>(fleet: Fleet, narrator: Narrator, work: (stage: Stage) => Promise<T>): Promise<T>;
}

export interface LentBroker {
  /** As `BROKER_URL`, with a login that may see all queues of the fleet. */
  readonly url: string;
}

export type Availability = { ok: true; because: string } | { ok: false; because: string };

export interface UpOptions {
  /** Empty: all. Otherwise these and what they depend on. */
  readonly services: readonly string[];
  readonly detach: boolean;
  /** Ports and names of its own. Absent: nobody asks, so that it is as it was, wherever something tells. */
  readonly isolated?: boolean;
  readonly watch: boolean;
  readonly seed: boolean;
  /** Run pending migrations; development's default, asked for elsewhere. */
  readonly migrate: boolean;
  /** Gives up on its way to ready: what has begun is stopped. */
  readonly signal?: AbortSignal;
}

export interface RunOptions {
  /** Run pending migrations of the service's database. */
  readonly migrate: boolean;
}

export interface Plan {
  readonly steps: readonly PlanStep[];
}

export interface PlanStep {
  /** e.g. `start subject-service`. */
  readonly title: string;
  /** e.g. `not running`, `its code changed`. */
  readonly because: string;
  /** Titles of the steps that must be done before. */
  readonly after: readonly string[];
}

/** A fleet that is up. */
export interface RunningFleet {
  readonly status: FleetStatus;
  /** It ran before this `up`, which added what was missing. */
  readonly joined: boolean;
  /** Settles when the fleet has ended; rejects with the reason if nobody asked it to. */
  readonly ended: Promise<void>;
  /** Ends the fleet in order, called again at once; one that was joined goes on. */
  stop(): Promise<void>;
}

/** The shape of `aurora status --json`; scripts stand on it. */
export interface FleetStatus {
  readonly fleet: string;
  readonly runtime: RuntimeName;
  readonly services: readonly ServiceStatus[];
  readonly infrastructure: readonly InfrastructureStatus[];
  readonly supervisor: { readonly pid: number } | null;
}

export type Health = 'ready' | 'starting' | 'degraded' | 'down';

export interface ServiceStatus {
  readonly name: string;
  readonly status: Health;
  readonly port: number;
  readonly url: string;
  readonly instances: readonly InstanceStatus[];
  /** Why it is not ready, in one line. */
  readonly reason?: string;
  /** What it stands on, as it says itself; absent while it cannot be asked. */
  readonly dependencies?: readonly DependencyStatus[];
}

export interface DependencyStatus {
  /** e.g. `database`. */
  readonly name: string;
  readonly status: 'up' | 'down';
  /** Whether the service is of no use without it. */
  readonly critical: boolean;
  readonly latencyMs: number;
  /** ISO 8601: when it last went up or down. */
  readonly since: string;
  /** Why it is, or last was, down. */
  readonly lastError?: string;
}

export interface InstanceStatus {
  readonly id: string;
  readonly colour: string | null;
  /** Where two versions may stand side by side: whether this one gets the requests. */
  readonly live?: boolean;
  readonly version: string;
  /** What exactly runs: the image, or a hash of the code. */
  readonly build?: string;
  readonly pid?: number;
  readonly container?: string;
  /** The host of a swarm that it runs on. */
  readonly node?: string;
  readonly restarts: number;
  /** What it takes at this moment; only where it was asked for. */
  readonly usage?: Usage;
}

export interface Usage {
  readonly memoryMb: number;
  /** Of one core. */
  readonly cpuPercent: number;
}

export interface InfrastructureStatus {
  readonly name: string;
  readonly status: Health;
  readonly port?: number;
  readonly pid?: number;
  readonly container?: string;
  readonly detail?: string;
  readonly usage?: Usage;
}

export interface Script {
  /** Below the folder of the service, e.g. `src/seed.ts`. */
  readonly file: string;
  /** Beside those of the service. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface ScriptEnd {
  readonly exitCode: number;
  /** What it printed. */
  readonly lines: readonly string[];
}

export interface LogOptions {
  readonly services: readonly string[];
  readonly since?: Date;
  readonly until?: Date;
  /** Only lines with this text in them as they were written: told early, it saves looking at the others. */
  readonly contains?: string | undefined;
  /** Only lines of which this is true. */
  readonly passes?: (line: LogLine) => boolean;
  /** Only the last so many of those that each service has logged already. */
  readonly tail?: number | undefined;
  readonly follow: boolean;
  readonly signal?: AbortSignal;
}

export interface LogLine {
  readonly service: string;
  /** One line as written: JSON from a service, plain text from anything else. */
  readonly text: string;
}
