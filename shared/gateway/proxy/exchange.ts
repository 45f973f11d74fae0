import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex, Writable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Dispatcher } from 'undici';
import type { Problem } from '../../errors/index.ts';
import type { AnswerChanges } from './answer-filter.ts';
import { HeldBody } from './held-body.ts';
import { responseHeaders } from './response-headers.ts';
import { through } from './through.ts';

/** Who is told how an exchange went, besides the client. */
export interface ExchangeListener {
  /** The service has answered; `headers` may still be changed. False: the client is not to see it, and the exchange is over. */
  onAnswer: (status: number, headers: IncomingHttpHeaders) => boolean;
  /** It failed before it answered: the client has seen nothing yet. */
  onFailure: (error: Error) => void;
  /** It failed in the middle of its answer. */
  onBroken: (error: Error) => void;
  /** The client has gone away before it had the whole answer, or has been told that its time is up. */
  onAbandoned: () => void;
  /** All of the answer has been passed on. */
  onEnd: () => void;
  /** The service has agreed to a WebSocket. */
  onUpgrade: (headers: IncomingHttpHeaders, upstream: Duplex) => void;
}

/** Sees an answer pass by. */
export interface Witness {
  /** The service has answered, and the client knows nothing of it yet. */
  onAnswer?(status: number, headers: IncomingHttpHeaders): void;
  onData?(chunk: Buffer): void;
  /** All of the answer has passed. */
  onComplete?(): void;
  /** Whether an answer of this status counts as none: then `onFailure` is asked, and the client gets it only if that says false. */
  refuses?(status: number): boolean;
  /**
   * No attempt has led to an answer. True: it has answered the client itself.
   * @param sent whether the service may have got anything of the request
   */
  onFailure?(problem: Problem, sent: boolean): boolean;
  /** The service has agreed to a WebSocket, of which the client knows nothing yet. */
  onUpgrade?(headers: IncomingHttpHeaders, upstream: Duplex): void;
}

export interface Onlookers {
  readonly witness?: Witness | undefined;
  readonly changes: AnswerChanges;
}

/** Bytes; up to here copying is cheaper than a second buffer. */
const SMALL = 8 * 1024;

/** Bytes of an answer that nobody gets, up to which it costs less to read it than to connect anew. */
const MAX_UNREAD = 64 * 1024;

/** One request on its way: passes what a service answers on to the client, piece by piece, at the client's pace. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #reply: FastifyReply;
  readonly #listener: ExchangeListener;
  readonly #witness: Witness | undefined;
  readonly #changes: AnswerChanges;
  #held: HeldBody | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  /** The head of the answer has been passed on. */
  #answering = false;
  /** Nobody waits for the answer any more, or all of it has been passed on. */
  #over = false;
  /** Where the body goes: to the client, or first through what changes it. */
  #out: Writable;
  /** Bytes of the answer still to come; NaN where the service did not say. */
  #left = Number.NaN;

  constructor(reply: FastifyReply, listener: ExchangeListener, { witness, changes }: Onlookers) {
    this.#reply = reply;
    this.#listener = listener;
    this.#witness = witness;
    this.#changes = changes;
    this.#out = reply.raw;
    reply.raw.once('close', () => {
      if (this.#over) return;
      this.#over = true;
      this.#controller?.abort(notAwaited());
      listener.onAbandoned();
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(notAwaited());
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    if (this.#over) return;
    const toldAlready = this.#reply.sent;
    if (toldAlready || !this.#listener.onAnswer(status, headers)) {
      this.#over = true;
      // Short enough to be read to its end, which keeps the connection.
      if (!(Number(headers['content-length']) <= MAX_UNREAD)) controller.abort(notAwaited());
      if (toldAlready) this.#listener.onAbandoned();
      return;
    }
    if (this.#changes.body?.concerns(this.#reply.request, { status, headers })) {
      this.#held = new HeldBody(this.#changes.body, { status, headers });
      return;
    }
    const length = Number(headers['content-length'] ?? Number.NaN);
    this.#answer(status, headers);
    if (this.#out === this.#reply.raw) this.#left = length;
  }

  #answer(status: number, headers: IncomingHttpHeaders): void {
    const { raw } = this.#reply;
    this.#out = through(this.#changes.filters, this.#reply.request, { status, headers }, raw);
    const own = this.#reply.getHeaders();
    if (this.#reply.server.readiness.draining) own.connection = 'close';
    raw.writeHead(status, responseHeaders(status, headers, own));
    this.#reply.hijack();
    this.#answering = true;
    // The first piece may be long in coming (an event stream), whereas an answer of known length follows at once.
    if (headers['transfer-encoding'] !== undefined) raw.flushHeaders();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    const out = this.#out;
    this.#left -= chunk.length;
    this.#witness?.onData?.(chunk);
    if (this.#held !== undefined) {
      this.#orFail(controller, this.#held, (held) => held.add(chunk));
    } else if (this.#left === 0) {
      this.#finish();
      // As text, Node sends the head and a small body in one write instead of gathering two buffers.
      if (chunk.length <= SMALL) out.end(chunk.toString('latin1'), 'latin1');
      else out.end(chunk);
    } else if (!out.write(chunk)) {
      controller.pause();
      out.once('drain', () => controller.resume());
    }
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.#over) return;
    if (this.#held !== undefined) {
      this.#orFail(controller, this.#held, (held) => this.#release(held));
      return;
    }
    this.#finish();
    this.#out.end();
  }

  onRequestUpgrade(_: Dispatcher.DispatchController, __: number, headers: IncomingHttpHeaders, upstream: Duplex): void {
    const late = this.#over || this.#reply.sent;
    if (late) upstream.destroy();
    if (this.#over) return;
    this.#over = true;
    if (late) this.#listener.onAbandoned();
    else this.#listener.onUpgrade(headers, upstream);
  }

  #release(held: HeldBody): void {
    const body = held.changed();
    if (this.#reply.sent) throw notAwaited();
    this.#answer(held.status, held.headers);
    this.#finish();
    this.#out.end(body);
  }

  /** What cannot be changed ends here: the client has seen nothing yet. */
  #orFail(controller: Dispatcher.DispatchController, held: HeldBody, step: (held: HeldBody) => void): void {
    try {
      step(held);
    } catch (error) {
      this.onResponseError(null, error as Error);
      controller.abort(error as Error);
    }
  }

  #finish(): void {
    this.#over = true;
    this.#witness?.onComplete?.();
    this.#listener.onEnd();
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return;
    this.#over = true;
    if (!this.#answering) {
      if (this.#reply.sent) this.#listener.onAbandoned();
      else this.#listener.onFailure(error);
      return;
    }
    // Cut off rather than ended, so that nobody takes half an answer for a whole one.
    this.#reply.raw.destroy();
    this.#listener.onBroken(error);
  }
}

/** The client has gone away, or its deadline has passed and it has been told so. */
function notAwaited(): Error {
  return new Error('nobody waits for this answer any more');
}
