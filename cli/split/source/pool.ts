/** Lends what there are few of, in the order of asking. */
export class Pool<T> {
  readonly #free: T[];
  readonly #waiting: ((item: T) => void)[] = [];

  constructor(items: readonly T[]) {
    this.#free = [...items];
  }

  async #lend(): Promise<T> {
    const free = this.#free.pop();
    return free ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * For rows that come as they are taken: whoever stops before the last leaves a connection in the midst of its answer, which is of no use
   * to anybody any more.
   * @param end what ends such a one
   */
  async *stream<R>(rows: (item: T) => AsyncGenerator<R>, end: (item: T) => void): AsyncGenerator<R> {
    const item = await this.#lend();
    let isWhole = false;
    try {
      yield* rows(item);
      isWhole = true;
    } finally {
      if (isWhole) this.#giveBack(item);
      else end(item);
    }
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
