/** Often enough to be felt within a second, rarely enough to cost nothing. */
const LOOK_EVERY_MS = 100;

/** How late a timer comes: what holds it up holds up requests as well. */
export class EventLoopLag {
  /** Milliseconds, at the last look. */
  ms = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Looks from now on, or no longer. */
  watch(on: boolean): void {
    if (on === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.ms = 0;
    if (!on) return;
    let due = performance.now() + LOOK_EVERY_MS;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.ms = Math.max(0, now - due);
      due = now + LOOK_EVERY_MS;
    }, LOOK_EVERY_MS).unref();
  }
}
