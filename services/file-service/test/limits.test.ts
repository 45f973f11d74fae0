import { expect, it } from '@jest/globals';
import { Content } from '../src/generated/upload/content.ts';
import { type Limits, requireType } from '../src/generated/upload/limits.ts';

const limits: Limits = { maxBytes: 100_000, allowedTypes: ['*/*'], refusedTypes: [] };

async function read(content: Content, pieces: number, bytes: number): Promise<number> {
  async function* source() {
    for (let piece = 0; piece < pieces; piece++) yield Buffer.alloc(bytes, 'x');
  }
  let passed = 0;
  for await (const piece of content.read(source())) passed += piece.length;
  return passed;
}

it('a content may be as large as the limit, and is cut off where it grows over it', async () => {
  const content = new Content(limits, '');
  expect(await read(content, 2, 50_000)).toBe(100_000);
  expect(content.findings()).toMatchObject({ size: 100_000, contentType: 'text/plain' });
  await expect(read(new Content(limits, ''), 101, 1_000)).rejects.toMatchObject({ code: 'payload_too_large' });
  await expect(read(new Content(limits, ''), 1, 100_001)).rejects.toMatchObject({ code: 'payload_too_large' });
});

it.each([
  ['image/png', ['image/*'], [], true],
  ['image/png', ['text/*', 'image/png'], [], true],
  ['image/png', ['image/jpeg'], [], false],
  ['image/svg+xml', ['image/*'], ['image/svg+xml'], false],
  ['text/plain', ['*/*'], ['text/*'], false],
  ['text/plain', [], [], false],
])('%s, where %j are allowed and %j refused, is taken: %s', (type, allowedTypes, refusedTypes, taken) => {
  const look = () => requireType(type, { ...limits, allowedTypes, refusedTypes });
  if (taken) look();
  else expect(look).toThrow(expect.objectContaining({ code: 'unsupported_media_type' }));
});
