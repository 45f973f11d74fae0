type Task = () => Promise<void>;

/**
 * Runs the tasks of one key one after the other in the order given, and those of different keys at the same time, up to
 * a limit. Tasks must not reject.
 */
export class Lanes {
  readonly #limit: number;
  readonly #lanes = new Map<string, Task[]>();
  /** Keys with something to run and nothing running. */
  readonly #waiting: string[] = [];
  #running = 0;
  #idle: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(key: string, task: Task): void {
    const lane = this.#lanes.get(key);
    if (lane) {
      lane.push(task);
    } else {
      this.#lanes.set(key, [task]);
      this.#waiting.push(key);
      this.#pump();
    }
  }

  /** Forgets what has not begun. */
  clear(): void {
    for (const key of this.#waiting.splice(0)) this.#lanes.delete(key);
    for (const lane of this.#lanes.values()) lane.length = 1;
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    if (this.#lanes.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    while (this.#running < this.#limit) {
      const key = this.#waiting.shift();
      if (key === undefined) return;
      this.#running++;
      void this.#run(key, this.#lanes.get(key) as Task[]);
    }
  }

  async #run(key: string, lane: Task[]): Promise<void> {
    await (lane[0] as Task)();
    this.#running--;
    lane.shift();
    if (lane.length > 0) this.#waiting.push(key);
    else this.#lanes.delete(key);
    this.#pump();
    if (this.#lanes.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
