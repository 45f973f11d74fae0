import { backoff, STABLE_MS } from './backoff.ts';
import { cannotStart, type Exit } from './child.ts';
import type { Happening } from './journal.ts';
import type { Launched, Recipe } from './launched.ts';
import { StartFailure } from './start-failure.ts';

/** A start that was cut short from outside says nothing about the code: it is tried again, so often. */
const KILLED_STARTS = 3;

export type KeeperState = 'idle' | 'loaded' | 'starting' | 'ready' | 'waiting';

/** Keeps one process running: starts it, starts it again after a crash, replaces it, ends it. */
export class Keeper {
  state: KeeperState = 'idle';
  /** Crashes since the fleet is up. */
  restarts = 0;
  /** How the last process ended, when it should not have. */
  reason: string | undefined;
  readonly #recipe: () => Recipe;
  readonly #tell: (event: Happening) => void;
  readonly #readyWithinMs: number;
  readonly #waiting = new Set<PromiseWithResolvers<void>>();
  #current: Launched | undefined;
  #next: Promise<Launched> | undefined;
  #life: Promise<void> | undefined;
  #wanted = false;
  #replacing = false;
  #everReady = false;
  #wake: () => void = () => undefined;

  /** @param readyWithinMs how long a start may take, from the open gate to ready */
  constructor(recipe: () => Recipe, tell: (event: Happening) => void, readyWithinMs = 30_000) {
    this.#recipe = recipe;
    this.#tell = tell;
    this.#readyWithinMs = readyWithinMs;
  }

  get name(): string {
    return this.#recipe().name;
  }

  get pid(): number | undefined {
    return this.#current?.child.alive ? this.#current.child.pid : undefined;
  }

  get startedAt(): number | null {
    return this.#current?.child.alive ? this.#current.child.startedAt : null;
  }

  /** Whether it is meant to run. */
  get wanted(): boolean {
    return this.#wanted;
  }

  /** Begins a process that waits at its gate; settles when it has loaded its code, or is gone. */
  async load(): Promise<void> {
    if (this.#life || this.#next) return;
    this.state = 'loaded';
    try {
      const { loaded, child } = await this.#begin();
      await Promise.race([loaded, child.exited]);
    } catch {
      // Whoever starts it hears why.
    }
  }

  /**
   * Settles when it is ready.
   * @throws StartFailure and runs no more, if it has never been ready
   */
  async start(): Promise<void> {
    if (this.state === 'ready') return;
    this.#wanted = true;
    this.#life ??= this.#live();
    this.#wake();
    try {
      await this.#untilReady();
    } catch (error) {
      if (!this.#everReady) await this.stop(true);
      throw error;
    }
  }

  /**
   * Puts a new process in the place of the running one, which works on while the new one loads.
   * @throws StartFailure when the new one does not load (the old one stays) or does not get ready
   */
  async replace(): Promise<void> {
    const current = this.#current;
    if (!this.#life || !current?.child.alive) return this.start();
    if (current.gated) await this.#loadNext();
    this.#replacing = true;
    // Waited for from now on: the new one may be ready as soon as the old one is gone.
    await Promise.all([this.#untilReady(), current.child.end(false)]);
  }

  /** Ends it; with `force` at once. */
  async stop(force: boolean): Promise<void> {
    this.#wanted = false;
    this.#wake();
    const next = await this.#next?.catch(() => undefined);
    await Promise.all([next?.child.end(true), this.#current?.child.end(force), this.#life]);
    this.#next = undefined;
    this.#current = undefined;
    this.state = 'idle';
  }

  #begin(): Promise<Launched> {
    const next = this.#recipe().launch();
    // Whoever takes it hears of its failure.
    next.catch(() => undefined);
    this.#next = next;
    return next;
  }

  async #loadNext(): Promise<void> {
    const next = await this.#begin();
    const exit = await Promise.race([next.loaded, next.child.exited]);
    if (!exit) return;
    this.#next = undefined;
    throw new StartFailure(this.name, `${exit.reason} while it loaded; the old process goes on`, next.child);
  }

  async #live(): Promise<void> {
    let crashes = 0;
    while (this.#wanted) {
      const began = performance.now();
      const exit = await this.#once();
      if (!this.#wanted) break;
      if (this.#replacing) {
        this.#replacing = false;
        continue;
      }
      this.restarts++;
      crashes = performance.now() - began > STABLE_MS ? 1 : crashes + 1;
      await this.#recover(exit, crashes);
    }
    this.#life = undefined;
    this.#reject(new StartFailure(this.name, 'was stopped'));
  }

  /** One process from its gate to its end. */
  async #once(): Promise<Exit> {
    this.state = 'starting';
    let launched: Launched;
    try {
      launched = await (this.#next ?? this.#begin());
    } catch (error) {
      return { reason: cannotStart(error), killed: false };
    } finally {
      this.#next = undefined;
    }
    this.#current = launched;
    if (!this.#wanted) await launched.child.end(true);
    const began = performance.now();
    launched.open();
    const gone = new AbortController();
    const exited = launched.child.exited.finally(() => gone.abort());
    try {
      await launched.untilReady(gone.signal);
      this.#becomesReady(Math.round(performance.now() - began));
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
    return exited;
  }

  #becomesReady(milliseconds: number): void {
    this.state = 'ready';
    this.reason = undefined;
    this.#everReady = true;
    this.#tell({ type: 'ready', name: this.name, milliseconds });
    for (const { resolve } of this.#waiting) resolve();
    this.#waiting.clear();
  }

  async #recover({ reason, killed }: Exit, crashes: number): Promise<void> {
    this.reason = reason;
    this.state = 'waiting';
    const gaveUp = !this.#everReady && !(killed && crashes < KILLED_STARTS);
    const retryInMs = gaveUp ? null : backoff(crashes, Math.random);
    this.#tell({ type: 'exited', name: this.name, reason, retryInMs });
    if (!killed || gaveUp) this.#reject(new StartFailure(this.name, reason, this.#current?.child));
    if (retryInMs === null) this.#wanted = false;
    else await this.#pause(retryInMs);
  }

  /** Waits, unless somebody wants it started or stopped now. */
  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #untilReady(): Promise<void> {
    const ready = Promise.withResolvers<void>();
    this.#waiting.add(ready);
    const timer = setTimeout(() => {
      const reason = `was not ready within ${this.#readyWithinMs / 1000} s`;
      ready.reject(new StartFailure(this.name, reason, this.#current?.child));
    }, this.#readyWithinMs);
    try {
      await ready.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(ready);
    }
  }

  #reject(failure: StartFailure): void {
    for (const { reject } of this.#waiting) reject(failure);
    this.#waiting.clear();
  }
}
