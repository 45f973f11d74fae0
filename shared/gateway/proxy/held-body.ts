import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Answer } from '../hooks.ts';

/** Changes whole bodies of answers, before the client has seen anything of them. */
export interface BodyChange {
  /**
   * Whether this answer is one to change; its headers may be adapted.
   * @throws Problem where it is one and cannot be changed
   */
  concerns(request: FastifyRequest, answer: Answer): boolean;
  /**
   * @param bytes of the body so far
   * @throws Problem where that is too much
   */
  bound(bytes: number): void;
  /** @throws Problem */
  change(body: Buffer): Buffer;
}

/** An answer that is held back until all of it is there: so its length is right, and one that cannot be changed becomes a problem. */
export class HeldBody {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly #change: BodyChange;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(change: BodyChange, { status, headers }: Answer) {
    this.#change = change;
    this.status = status;
    this.headers = headers;
  }

  /** @throws Problem */
  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#change.bound(this.#bytes);
    this.#chunks.push(chunk);
  }

  /**
   * The body as the client gets it; the headers say its length.
   * @throws Problem
   */
  changed(): Buffer {
    const body = this.#change.change(Buffer.concat(this.#chunks));
    this.headers['content-length'] = String(body.length);
    return body;
  }
}
