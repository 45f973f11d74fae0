/**
 * Does things in their order, as many at once as there is room for. Loading code keeps a processor busy: services that load all at
 * once are also all done at the same late moment, whereas the first ones could start what they do while the others still load.
 */
export class Turns {
  readonly #room: number;
  readonly #queue: (() => Promise<void>)[] = [];
  #busy = 0;

  constructor(room: number) {
    this.#room = room;
  }

  /** @param work must not reject */
  add(work: () => Promise<void>): void {
    this.#queue.push(work);
    this.#next();
  }

  #next(): void {
    if (this.#busy >= this.#room) return;
    const work = this.#queue.shift();
    if (!work) return;
    this.#busy++;
    void work().finally(() => {
      this.#busy--;
      this.#next();
    });
  }
}
