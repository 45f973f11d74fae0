import { AsyncLocalStorage } from 'node:async_hooks';
import type { Step } from '../contract.ts';

/** The parts of a journey: how long each took, and in which an error was born. */
export class Steps {
  readonly #inside = new AsyncLocalStorage<string>();
  readonly #errors = new WeakMap<object, string>();
  readonly #tell: (step: Step) => void;
  current: string | undefined;

  /** @param tell hears of each as it begins and as it ends */
  constructor(tell: (step: Step) => void) {
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
    this.#tell({ name: path, durationMs: null });
    try {
      return await this.#inside.run(path, async () => work());
    } catch (error) {
      if (typeof error === 'object' && error !== null && !this.#errors.has(error)) this.#errors.set(error, path);
      throw error;
    } finally {
      this.#tell({ name: path, durationMs: Math.round(performance.now() - started) });
      if (this.current === path) this.current = outer;
    }
  }
}
