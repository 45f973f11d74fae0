import type { ServerResponse } from 'node:http';

/** Bytes a second that a sender manages at least; as with Apache's mod_reqtimeout. */
const LEAST_RATE = 500;

/**
 * Finds those who send a body so slowly that they merely hold a connection. No matter how long a body takes as a whole: one that keeps
 * moving may be of any size, over any line.
 */
export class SlowBodies {
  readonly #leastBytes: number;
  /** Bytes that came over the connection up to the last look; undefined: begun since then. */
  readonly #received = new Map<ServerResponse, number | undefined>();

  /** @param everyMs how long after one look comes the next */
  constructor(everyMs: number) {
    this.#leastBytes = (LEAST_RATE * everyMs) / 1000;
  }

  /** How many bodies are on their way. */
  get size(): number {
    return this.#received.size;
  }

  /** Watches the body of the request that a response is for, until it has come or its connection is gone. */
  begin(response: ServerResponse): void {
    const { req } = response;
    this.#received.set(response, undefined);
    // An answer ends the request for Node, and yet the rest of a body may follow.
    req.once('close', () => req.complete && this.#received.delete(response));
  }

  /** The responses to those that hardly moved since the last look. What has arrived and was not read yet waits for us, not for its sender. */
  look(): ServerResponse[] {
    const slow: ServerResponse[] = [];
    for (const [response, before] of this.#received) {
      const { complete, readableLength, socket } = response.req;
      if (complete || socket.destroyed) this.#received.delete(response);
      else this.#received.set(response, socket.bytesRead);
      if (complete || before === undefined || readableLength > 0) continue;
      if (socket.bytesRead - before < this.#leastBytes) slow.push(response);
    }
    return slow;
  }
}
