import { Writable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Takes a whole answer, head and body, and keeps nothing of it. */
class Sink extends Writable {
  statusCode = 200;
  headersSent = false;

  writeHead(status: number): this {
    this.statusCode = status;
    this.headersSent = true;
    return this;
  }

  flushHeaders(): void {}

  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done();
  }
}

/** Where the answer to a request goes for which nobody waits: as much of a reply as answering takes. `close` says that it is over. */
export function answerToNobody(request: FastifyRequest, { server }: FastifyReply): FastifyReply {
  const raw = new Sink();
  const reply = {
    request,
    server,
    raw,
    sent: false,
    getHeaders: () => ({}),
    header: () => reply,
    hijack() {
      reply.sent = true;
      return reply;
    },
    send() {
      reply.sent = true;
      raw.destroy();
      return reply;
    },
  };
  return reply as unknown as FastifyReply;
}
