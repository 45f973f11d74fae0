/** A wait that someone else can end: a slow poll behind, a nudge in front. */
export class Alarm {
  #rung = false;
  #wake: (() => void) | undefined;

  /** Ends the wait going on, or else the next one before it begins. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves when rung, at the latest after `ms`, with whether it was. One waiter at a time. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }
}
