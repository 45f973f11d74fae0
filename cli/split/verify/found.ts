import type { Finding, Found } from './contract.ts';

/** As many are named; all are counted. */
const NAMED = 20;

/** Counts what is found, and keeps the first of it. */
export class Tally<T = Finding> {
  #count = 0;
  readonly #examples: T[] = [];

  add(finding: T): void {
    this.#count += 1;
    if (this.#examples.length < NAMED) this.#examples.push(finding);
  }

  get count(): number {
    return this.#count;
  }

  get found(): Found<T> {
    return { count: this.#count, examples: this.#examples };
  }
}
