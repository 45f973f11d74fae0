import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../errors/index.ts';
import { hasBody } from './upload.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The whole body, where a step has read it: it goes to the service in place of what is on the wire. */
    bodyBytes: Buffer | undefined;
  }
}

/**
 * Reads a body that has to be seen whole.
 * @param limit bytes
 * @throws Problem `payload_too_large`
 */
export async function bufferBody(request: FastifyRequest, reply: FastifyReply, limit: number): Promise<Buffer> {
  const { raw } = request;
  if (request.bodyBytes !== undefined) return request.bodyBytes;
  const { bodyLimit: own } = request.matched;
  const chunks: Buffer[] = [];
  if (hasBody(raw)) {
    if (raw.headers.expect !== undefined) reply.raw.writeContinue();
    let bytes = 0;
    for await (const chunk of pieces(raw)) {
      bytes += chunk.length;
      if (own !== undefined && bytes > own.bytes) throw own.exceeded();
      if (bytes > limit) throw new Problem('payload_too_large', { detail: `A body of more than ${limit} bytes.` });
      chunks.push(chunk);
    }
  }
  request.bodyBytes = Buffer.concat(chunks);
  return request.bodyBytes;
}

async function* pieces(raw: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* raw.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new Problem('malformed_request', { detail: 'The body ended before it was complete.', cause });
  }
}
