import type { IncomingHttpHeaders } from 'node:http';
import type { Problem } from '../../errors/index.ts';
import type { Witness } from './exchange.ts';

/** Two who see an answer pass by; where it fails, the first is asked first. */
export class Witnesses implements Witness {
  readonly #first: Witness;
  readonly #second: Witness;

  constructor(first: Witness, second: Witness) {
    this.#first = first;
    this.#second = second;
  }

  onAnswer(status: number, headers: IncomingHttpHeaders): void {
    this.#first.onAnswer?.(status, headers);
    this.#second.onAnswer?.(status, headers);
  }

  onData(chunk: Buffer): void {
    this.#first.onData?.(chunk);
    this.#second.onData?.(chunk);
  }

  onComplete(): void {
    this.#first.onComplete?.();
    this.#second.onComplete?.();
  }

  refuses(status: number): boolean {
    return (this.#first.refuses?.(status) || this.#second.refuses?.(status)) ?? false;
  }

  onFailure(problem: Problem, sent: boolean): boolean {
    return (this.#first.onFailure?.(problem, sent) || this.#second.onFailure?.(problem, sent)) ?? false;
  }
}
