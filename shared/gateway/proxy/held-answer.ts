import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Dispatcher } from 'undici';
import { Problem } from '../../errors/index.ts';
import type { Answer } from '../hooks.ts';
import type { Witness } from './exchange.ts';

/** Changes whole bodies of answers, before the client has seen anything of them. */
export interface BodyChange {
  /** Bytes; larger ones are not read to their end. */
  readonly limit: number;
  /** Whether this answer is one to change; its headers may be adapted. Throws a Problem where it cannot be. */
  concerns(request: FastifyRequest, answer: Answer): boolean;
  /** @throws Problem */
  change(body: Buffer): Buffer;
}

/** Of what has come in whole: nothing holds it up any more, and yet the client may be gone or answered. */
class Complete implements Dispatcher.DispatchController {
  aborted = false;
  readonly paused = false;
  readonly reason = null;
  readonly rawHeaders = null;
  readonly rawTrailers = null;
  abort(): void {
    this.aborted = true;
  }
  pause(): void {}
  resume(): void {}
}

interface Held {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly chunks: Buffer[];
}

/**
 * Holds back an answer that a rule changes until all of it is there, so that its length is right and one that cannot be changed becomes
 * a problem; any other passes as it comes. The witness sees what the service said.
 */
export class HeldAnswer implements Dispatcher.DispatchHandler {
  readonly #next: Dispatcher.DispatchHandler;
  readonly #body: BodyChange;
  readonly #request: FastifyRequest;
  readonly #witness: Witness | undefined;
  #held: Held | undefined;
  #bytes = 0;
  #failed = false;

  constructor(
    next: Dispatcher.DispatchHandler,
    { body, request, witness }: { body: BodyChange; request: FastifyRequest; witness: Witness | undefined },
  ) {
    this.#next = next;
    this.#body = body;
    this.#request = request;
    this.#witness = witness;
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#next.onRequestStart?.(controller, context as never);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    text?: string,
  ): void {
    if (status < 200) return;
    this.#witness?.onAnswer(status, headers);
    this.#try(controller, () => {
      if (this.#body.concerns(this.#request, { status, headers })) this.#held = { status, headers, chunks: [] };
      else this.#next.onResponseStart?.(controller, status, headers, text);
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#witness?.onData?.(chunk);
    if (this.#failed) return;
    if (this.#held === undefined) {
      this.#next.onResponseData?.(controller, chunk);
      return;
    }
    this.#bytes += chunk.length;
    this.#held.chunks.push(chunk);
    if (this.#bytes > this.#body.limit) this.#try(controller, () => refuseLarge(this.#body.limit));
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    this.#witness?.onComplete?.();
    if (this.#failed) return;
    const held = this.#held;
    if (held === undefined) {
      this.#next.onResponseEnd?.(controller, trailers);
      return;
    }
    this.#try(controller, () => {
      const body = this.#body.change(Buffer.concat(held.chunks));
      held.headers['content-length'] = String(body.length);
      const complete = new Complete();
      this.#next.onResponseStart?.(complete, held.status, held.headers);
      if (complete.aborted) return;
      if (body.length > 0) this.#next.onResponseData?.(complete, body);
      this.#next.onResponseEnd?.(complete, trailers);
    });
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#failed) this.#next.onResponseError?.(controller, error);
  }

  /** What fails here has failed before the client saw anything. */
  #try(controller: Dispatcher.DispatchController, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#failed = true;
      this.#held = undefined;
      this.#next.onResponseError?.(controller, error as Error);
      controller.abort(error as Error);
    }
  }
}

export function refuseLarge(limit: number): never {
  throw new Problem('upstream_failed', {
    detail: `The answer is to be changed here, and is larger than ${limit} bytes.`,
  });
}
