/** Something that is asked again and again, and never while an answer is still due: who hangs is left alone. */
export class Question {
  #askedAt: number | undefined;
  #trouble: string | undefined;

  /** Why there was no answer the last time. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** How long it has been waited for, in milliseconds. @param now epoch milliseconds */
  waited(now: number): number {
    return this.#askedAt === undefined ? 0 : now - this.#askedAt;
  }

  /** Never fails: that there is no answer is what was found out. */
  async ask(now: number, ask: () => Promise<void>): Promise<void> {
    if (this.#askedAt !== undefined) return;
    this.#askedAt = now;
    try {
      await ask();
      this.#trouble = undefined;
    } catch (error) {
      this.#trouble = (error as Error).message;
    } finally {
      this.#askedAt = undefined;
    }
  }
}
