/**
 * Who the fleet lives for. As long as somebody holds it, or has said that it stays (`up -d`), it runs; the last one to leave ends it,
 * also when that one was killed: the kernel closes what it held.
 */
export class Holders {
  readonly #leave: () => void;
  #count = 0;
  #kept = false;

  /** @param abandoned called when nobody is left */
  constructor(abandoned: () => void) {
    this.#leave = abandoned;
  }

  keep(): void {
    this.#kept = true;
  }

  get alone(): boolean {
    return this.#count === 1 && !this.#kept;
  }

  /** Returns what lets go. */
  hold(): () => void {
    this.#count++;
    let holding = true;
    return () => {
      if (!holding) return;
      holding = false;
      this.#count--;
      if (this.#count === 0 && !this.#kept) this.#leave();
    };
  }
}
