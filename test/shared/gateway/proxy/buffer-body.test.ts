import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bufferBody } from '../../../../shared/gateway/proxy/buffer-body.ts';

describe('a body that is read whole', () => {
  it('is the fault of a client that goes away in the midst of it, and no error of the gateway', async () => {
    const raw = Object.assign(new Readable({ read: () => undefined }), { headers: { 'content-length': '10' } });
    const request = { raw, matched: {} } as unknown as FastifyRequest;
    const reading = bufferBody(request, {} as FastifyReply, 100);
    raw.push('half');
    raw.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    await expect(reading).rejects.toMatchObject({ code: 'malformed_request', cause: { message: 'aborted' } });
    expect(request.bodyBytes).toBeUndefined();
  });
});
