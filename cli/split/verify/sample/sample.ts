import { hash } from 'node:crypto';

/** Keeps some of many that pass by: the same ones for the same seed, in whatever order they come. */
export class Sample<T extends { readonly id: string }> {
  readonly #seed: number;
  readonly #size: number;
  #kept: { readonly rank: string; readonly item: T }[] = [];
  #highest = '';

  constructor(seed: number, size: number) {
    this.#seed = seed;
    this.#size = size;
  }

  offer(item: T): void {
    const rank = hash('md5', `${this.#seed} ${item.id}`);
    if (this.#kept.length >= this.#size && rank >= this.#highest) return;
    this.#kept.push({ rank, item });
    if (this.#kept.length >= 2 * this.#size) this.#cut();
  }

  get items(): T[] {
    this.#cut();
    return this.#kept.map(({ item }) => item);
  }

  #cut(): void {
    this.#kept = this.#kept.toSorted((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, this.#size);
    this.#highest = this.#kept.at(-1)?.rank ?? '';
  }
}
