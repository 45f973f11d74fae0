import type { StepNarrator } from '../../narrator.ts';

/** Milliseconds. */
const OFTEN = 500;

/** Tells how many rows are done, how quickly, and when the rest will be. */
export class Progress {
  readonly #total: number;
  readonly #step: StepNarrator;
  readonly #began = performance.now();
  #done = 0;
  #told = 0;

  constructor(total: number, step: StepNarrator) {
    this.#total = total;
    this.#step = step;
  }

  add(rows: number): void {
    this.#done += rows;
    const now = performance.now();
    if (now - this.#told < OFTEN) return;
    this.#told = now;
    const perSecond = this.#done / ((now - this.#began) / 1_000);
    const left = Math.max(0, Math.ceil((this.#total - this.#done) / perSecond));
    this.#step.note(
      `${grouped(this.#done)} of ${grouped(this.#total)} rows, ${grouped(perSecond)}/s, about ${left} s left`,
    );
  }
}

const grouped = (number: number): string => Math.round(number).toLocaleString('en');
