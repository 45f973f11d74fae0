import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes a second that a sender manages at least; as with Apache's mod_reqtimeout. */
const LEAST_RATE = 500;

/**
 * Finds those who send a body so slowly that they merely hold a connection. No matter how long a body takes as a whole: one that keeps
 * moving may be of any size, over any line.
 */
export class SlowBodies {
  readonly #leastBytes: number;
  readonly #bodies = new Map<Socket, Body>();
  readonly #followed = new WeakSet<Socket>();

  /** @param everyMs how long after one look comes the next */
  constructor(everyMs: number) {
    this.#leastBytes = (LEAST_RATE * everyMs) / 1000;
  }

  /** How many bodies are on their way. */
  get size(): number {
    return this.#bodies.size;
  }

  /** Watches the body of the request that a response is for, until it has come or its connection is gone. */
  begin(response: ServerResponse): void {
    const { req } = response;
    const { socket } = req;
    const body: Body = { response, before: undefined };
    // Over one connection comes one body at a time.
    this.#bodies.set(socket, body);
    // An answer ends the request for Node, and yet the rest of a body may follow.
    req.once('close', () => {
      if (req.complete && this.#bodies.get(socket) === body) this.#bodies.delete(socket);
    });
    if (this.#followed.has(socket)) return;
    this.#followed.add(socket);
    socket.once('close', () => this.#bodies.delete(socket));
  }

  /** The responses to those that hardly moved since the last look. What has arrived and was not read yet waits for us, not for its sender. */
  look(): ServerResponse[] {
    const slow: ServerResponse[] = [];
    for (const [socket, body] of this.#bodies) {
      const { before, response } = body;
      const { complete, readableLength } = response.req;
      if (complete) this.#bodies.delete(socket);
      else body.before = socket.bytesRead;
      if (complete || before === undefined || readableLength > 0) continue;
      if (socket.bytesRead - before < this.#leastBytes) slow.push(response);
    }
    return slow;
  }
}

interface Body {
  readonly response: ServerResponse;
  /** Bytes that came over the connection up to the last look; undefined: begun since then. */
  before: number | undefined;
}
