import { AsyncLocalStorage } from 'node:async_hooks';

export interface StepTold {
  readonly name: string;
  readonly durationMs: number;
}

/** The parts of a journey: how long each took, and in which an error was born. */
export class Steps {
  readonly #inside = new AsyncLocalStorage<string>();
  readonly #errors = new WeakMap<object, string>();
  readonly #tell: (name: string) => void;
  readonly done: StepTold[] = [];
  current: string | undefined;

  /** @param tell hears of each as it begins */
  constructor(tell: (name: string) => void) {
    this.#tell = tell;
  }

  of(error: unknown): string | undefined {
    return typeof error === 'object' && error !== null ? this.#errors.get(error) : undefined;
  }

  async run<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const outer = this.#inside.getStore();
    const path = outer === undefined ? name : `${outer} › ${name}`;
    const started = performance.now();
    this.current = path;
    this.#tell(path);
    try {
      return await this.#inside.run(path, async () => work());
    } catch (error) {
      if (typeof error === 'object' && error !== null && !this.#errors.has(error)) this.#errors.set(error, path);
      throw error;
    } finally {
      this.done.push({ name: path, durationMs: Math.round(performance.now() - started) });
      if (this.current === path) this.current = outer;
    }
  }
}
