/** Lends what there are few of, in the order of asking. */
export class Pool<T> {
  readonly #free: T[];
  readonly #draining = new Map<T, () => void>();
  readonly #waiting: ((item: T) => void)[] = [];

  constructor(items: readonly T[]) {
    this.#free = [...items];
  }

  async #lend(): Promise<T> {
    const free = this.#free.pop();
    return free ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * For rows that come as they are taken. Whoever stops before the last leaves a connection in the midst of its answer: the rest of it is
   * read and thrown away before the next one gets it.
   * @param end what ends a connection at once
   */
  async *stream<R>(rows: (item: T) => AsyncGenerator<R>, end: (item: T) => void): AsyncGenerator<R> {
    const item = await this.#lend();
    const source = rows(item);
    let isWhole = false;
    try {
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
      isWhole = true;
    } finally {
      if (isWhole) this.#giveBack(item);
      else this.#drain(source, item, end);
    }
  }

  /** Ends what is still thrown away. */
  endDraining(): void {
    for (const end of this.#draining.values()) end();
  }

  #drain(source: AsyncGenerator<unknown>, item: T, end: (item: T) => void): void {
    const rest = async () => {
      for (let next = await source.next(); !next.done; next = await source.next());
    };
    this.#draining.set(item, () => end(item));
    rest()
      .then(() => this.#giveBack(item))
      // It failed, or was ended: nobody gets it any more.
      .catch(() => end(item))
      .finally(() => this.#draining.delete(item));
  }

  async with<R>(work: (item: T) => Promise<R>): Promise<R> {
    const item = await this.#lend();
    try {
      return await work(item);
    } finally {
      this.#giveBack(item);
    }
  }

  #giveBack(item: T): void {
    const next = this.#waiting.shift();
    if (next) next(item);
    else this.#free.push(item);
  }
}
