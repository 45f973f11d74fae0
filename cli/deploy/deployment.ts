import type { DeploySettings } from '../config/model.ts';
import type { TimeoutChain } from '../config/timeout-chain.ts';
import type { Narrator } from '../narrator.ts';
import type { Release, Stage } from '../runtimes/stage.ts';
import type { Journal } from './journal.ts';
import type { DeployRecord, PhaseRecord } from './record.ts';

/** What a deploy does beside the engine, given by whoever starts it. */
export interface Surroundings {
  readonly stage: Stage;
  readonly journal: Journal;
  readonly settings: DeploySettings;
  readonly chain: TimeoutChain;
  readonly narrator: Narrator;
  readonly clock: Clock;
  /** Gives up; what was begun is undone. */
  readonly signal: AbortSignal;
  /** Whether anything speaks against it. @throws AuroraError of what does */
  check(record: DeployRecord): Promise<readonly string[]>;
  /** Ends what deploys of before have left warm: the place beside the live version is wanted. Returns their ids. */
  makeRoom(record: DeployRecord): Promise<readonly string[]>;
  /** Those that may have migrations to apply: to look costs less than a container. */
  migrating(releases: readonly Release[]): Promise<readonly Release[]>;
  /** Asks the lists of a version so often that what is slow the first time is done. Returns how many requests it took. */
  warmUp(url: string, requests: number): Promise<number>;
  /**
   * Tries a version out before anybody else does.
   * @param isOfSources whether it was made of the code as it is
   * @throws AuroraError `smoke_failed`
   */
  smoke(service: string, url: string, isOfSources: boolean): Promise<readonly string[]>;
  /** Whether it holds requests back on purpose: how long they take says nothing then. */
  holdsRequests(service: string): boolean;
  /** Runs a program of the fleet's own, if it has one for this moment. @throws AuroraError `hook_failed` */
  hook(name: 'pre-deploy' | 'confirm-promotion' | 'post-deploy', record: DeployRecord): Promise<void>;
}

/** For who waits. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** @throws the reason of the signal once it is aborted */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A deploy on its way, with its record as it is written down. */
export class Deployment {
  readonly around: Surroundings;
  #record: DeployRecord;

  constructor(around: Surroundings, record: DeployRecord) {
    this.around = around;
    this.#record = record;
  }

  get record(): DeployRecord {
    return this.#record;
  }

  /** Writes down what has changed; only then it counts. */
  note(changes: Partial<DeployRecord>): void {
    const record = { ...this.#record, ...changes };
    this.around.journal.write(record);
    this.#record = record;
  }

  begin(name: PhaseRecord['name']): void {
    const others = this.#record.phases.filter((phase) => phase.name !== name);
    this.note({ phases: [...others, { name, startedAt: this.#now(), endedAt: null, outcome: null, notes: [] }] });
  }

  end(name: PhaseRecord['name'], outcome: 'done' | 'failed', notes: readonly string[] = []): void {
    this.note({
      phases: this.#record.phases.map((phase) =>
        phase.name === name ? { ...phase, endedAt: this.#now(), outcome, notes } : phase,
      ),
    });
  }

  #now(): string {
    return new Date(this.around.clock.now()).toISOString();
  }
}

/** What a phase does; what it returns are notes for people. Begun again after a kill, it goes on where the engine says it is. */
export type Phase = (deployment: Deployment) => Promise<readonly string[]>;
