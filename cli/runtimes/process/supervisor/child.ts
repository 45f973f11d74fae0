import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { type Ending, endGroup, killGroup } from '../process-group.ts';
import type { ProcessRecord } from '../record.ts';
import type { Guardian } from './guardian.ts';

export interface Command {
  readonly name: string;
  readonly file: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Takes what it prints. */
  readonly log: string;
  readonly ending: Ending;
  /** Node processes get a channel, by which the gate is opened and the end of the supervisor is noticed. */
  readonly channel: boolean;
}

/** How a process ended. */
export interface Exit {
  /** For people, e.g. `exited with code 1`. */
  readonly reason: string;
  /** From outside, rather than by its own doing. */
  readonly killed: boolean;
}

/** A child process in a session of its own, known to guardian and record for as long as it lives. */
export class Child {
  startedAt = Date.now();
  readonly exited: Promise<Exit>;
  /** Where in its log its own lines begin. */
  logStart: number;
  readonly #command: Command;
  readonly #process: ChildProcess;

  constructor(command: Command, watchers: { guardian: Guardian; record: ProcessRecord }) {
    const log = openSync(command.log, 'a', 0o600);
    this.logStart = fstatSync(log).size;
    const child = spawn(command.file, command.arguments, {
      cwd: command.folder,
      env: command.environment,
      detached: true,
      stdio: ['ignore', log, log, ...(command.channel ? (['ipc'] as const) : [])],
      ...command.user,
    });
    closeSync(log);
    this.#command = command;
    this.#process = child;

    const { pid } = child;
    if (pid !== undefined) {
      watchers.guardian.watch(pid, command.ending);
      watchers.record.add(command.name, pid, command.ending);
    }
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve({ reason: cannotStart(error), killed: false }));
      child.once('exit', (code, signal) => {
        if (pid !== undefined) {
          killGroup(pid);
          watchers.guardian.release(pid);
          watchers.record.remove(pid);
        }
        resolve(
          signal
            ? { reason: `was ended by ${signal}`, killed: true }
            : { reason: `exited with code ${code}`, killed: false },
        );
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get alive(): boolean {
    return this.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get log(): string {
    return this.#command.log;
  }

  /** From now on it does what it is for: until now it was only at hand. */
  beginAnew(): void {
    this.startedAt = Date.now();
    this.logStart = statSync(this.log).size;
  }

  send(message: string): void {
    // The channel is closed when the child is about to end: `exited` tells.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  onMessage(listen: (message: unknown) => void): void {
    this.#process.on('message', listen);
  }

  /** Ends it in order; with `force` at once, or as near to that as keeps its data whole. */
  async end(force: boolean): Promise<void> {
    if (!this.alive || this.pid === undefined) return;
    const { ending } = this.#command;
    await endGroup(this.pid, force ? ending.slice(1) : ending, this.exited);
  }
}

export function cannotStart(error: unknown): string {
  return `cannot be started: ${(error as Error).message}`;
}
