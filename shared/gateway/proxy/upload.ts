import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { BodyLimit } from '../admission/body-size.ts';

/** How long a client may go on sending after its answer; closing at once could destroy the answer on its way (RFC 9112, section 9.6). */
const LINGER_MS = 30_000;

/** Whether a request carries a body (RFC 9112, section 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return (
    headers['transfer-encoding'] !== undefined ||
    (headers['content-length'] !== undefined && headers['content-length'] !== '0')
  );
}

/**
 * The body of a request on its way to a service, at the pace of the slower side. It stands between the two because undici
 * destroys a body that a service did not want to read to its end, and destroying the request itself would take the
 * client's connection, and the answer with it.
 */
export class Upload extends Readable {
  readonly #source: IncomingMessage;
  readonly #limit: BodyLimit | undefined;
  #bytes = 0;

  constructor(source: IncomingMessage, answer: ServerResponse, limit?: BodyLimit) {
    super();
    this.#source = source;
    this.#limit = limit;
    // Only now that its token and its route are known to be good.
    if (source.headers.expect !== undefined) answer.writeContinue();
    source.on('data', this.#onData).once('end', this.#onEnd).once('close', this.#onClose);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    if (this.#limit !== undefined && this.#bytes > this.#limit.bytes) {
      this.destroy(this.#limit.exceeded());
      return;
    }
    if (!this.push(chunk)) this.#source.pause();
  };
  readonly #onEnd = (): void => {
    this.push(null);
  };
  readonly #onClose = (): void => {
    if (!this.#source.complete) this.destroy(new Error('the client went away before its request was complete'));
  };

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const source = this.#source;
    source.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose);
    if (!source.complete && !source.destroyed) discard(source);
    done(error);
  }
}

/** Reads on and throws away, so that the connection can take the next request, within bounds. */
function discard(source: IncomingMessage): void {
  const limit = setTimeout(() => source.socket.destroy(), LINGER_MS).unref();
  source.once('close', () => clearTimeout(limit));
  source.resume();
}
