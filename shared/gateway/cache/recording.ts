import type { IncomingHttpHeaders } from 'node:http';
import type { Witness } from '../proxy/exchange.ts';
import { mayBeKept } from './cacheable.ts';
import type { StoredAnswer } from './stored-answer.ts';

/** Copies an answer while it passes by on its way to the client, as long as it stays small. */
export class Recording implements Witness {
  readonly #maxBytes: number;
  readonly #keep: (answer: Pick<StoredAnswer, 'headers' | 'body'>) => void;
  #headers: IncomingHttpHeaders | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param keep called once the answer is complete, if it may be kept */
  constructor(maxBytes: number, keep: (answer: Pick<StoredAnswer, 'headers' | 'body'>) => void) {
    this.#maxBytes = maxBytes;
    this.#keep = keep;
  }

  onAnswer(status: number, headers: IncomingHttpHeaders): void {
    const tooLarge = Number(headers['content-length'] ?? 0) > this.#maxBytes;
    // As the service said it: what a hook changes is for this request.
    if (!tooLarge && mayBeKept(status, headers)) this.#headers = { ...headers };
  }

  onData(chunk: Buffer): void {
    if (this.#headers === undefined) return;
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bytes <= this.#maxBytes) return;
    this.#headers = undefined;
    this.#chunks = [];
  }

  onComplete(): void {
    if (this.#headers !== undefined) this.#keep({ headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }
}
