import type { IncomingHttpHeaders } from 'node:http';
import type { Problem } from '../../errors/index.ts';
import type { Witness } from '../proxy/exchange.ts';
import { mayBeKept } from './cacheable.ts';
import type { StoredAnswer } from './stored-answer.ts';

type Content = Pick<StoredAnswer, 'headers' | 'body'>;

export interface RecordingOptions {
  readonly maxBytes: number;
  /** Called once an answer is complete, if it may be kept. */
  readonly keep: (answer: Content) => void;
  /** What was kept until now, if it is still of use. */
  readonly before?: StoredAnswer | undefined;
  /** Called where what was kept is not what the service says any more. */
  readonly drop?: () => void;
  /** Called where the service gave no answer, or one of its errors; whether the client is answered without it. */
  readonly instead?: ((problem: Problem) => boolean) | undefined;
}

/** Copies an answer while it passes by on its way to the client, as long as it stays small. */
export class Recording implements Witness {
  readonly #options: RecordingOptions;
  #headers: IncomingHttpHeaders | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  onAnswer(status: number, headers: IncomingHttpHeaders): void {
    const { before, maxBytes } = this.#options;
    if (status === 304 && before !== undefined && headers.etag === before.headers.etag) {
      this.#confirm(before, headers);
    } else if (mayBeKept(status, headers)) {
      const tooLarge = Number(headers['content-length'] ?? 0) > maxBytes;
      // As the service said it: what a hook changes is for this request.
      if (!tooLarge) this.#headers = { ...headers };
    } else if (before !== undefined && isFinal(status)) {
      this.#options.drop?.();
    }
  }

  /** It is as good as new (RFC 9111, section 4.3.4). */
  #confirm({ body, headers: known }: StoredAnswer, { 'content-length': _, ...news }: IncomingHttpHeaders): void {
    const headers = { ...known, ...news };
    if (mayBeKept(200, headers)) this.#options.keep({ headers, body });
    else this.#options.drop?.();
  }

  onData(chunk: Buffer): void {
    if (this.#headers === undefined) return;
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bytes <= this.#options.maxBytes) return;
    this.#headers = undefined;
    this.#chunks = [];
  }

  onComplete(): void {
    if (this.#headers !== undefined) this.#options.keep({ headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }

  refuses(status: number): boolean {
    return this.#options.instead !== undefined && status >= 500;
  }

  onFailure(problem: Problem): boolean {
    return isUpstreams(problem) && (this.#options.instead?.(problem) ?? false);
  }
}

/** Whether a status says what has become of a resource, and not how its service is doing, or its client. */
function isFinal(status: number): boolean {
  return status < 500 && status !== 304 && status !== 408 && status !== 429;
}

/** Whether a service is to blame: it was not reached, not in time, or gave no answer. */
export function isUpstreams({ status }: Problem): boolean {
  return status >= 502;
}
