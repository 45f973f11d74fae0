import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { formOf } from '../../../shared/client/multipart.ts';

const bytes = new TextEncoder();

describe('a form of a stream', () => {
  it('holds its bytes between the two borders that its header names', async () => {
    async function* content() {
      yield bytes.encode('one ');
      yield bytes.encode('two');
    }
    const { body, headers } = formOf(content(), 'a "b".txt');
    const boundary = /boundary=(.+)$/.exec(headers?.['content-type'] ?? '')?.[1];
    expect(await text(body as never)).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a %22b%22.txt"\r\n` +
        `Content-Type: application/octet-stream\r\n\r\none two\r\n--${boundary}--\r\n`,
    );
  });

  it('ends its source when the call is broken off, and reads no further than it is read', async () => {
    let given = 0;
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield bytes.encode(String(given++));
      } finally {
        ended = true;
      }
    }
    const reader = (formOf(endless(), undefined).body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    expect(given).toBeLessThan(4);
    expect(ended).toBe(true);
  });

  it('fails where its source fails', async () => {
    async function* broken() {
      yield bytes.encode('one');
      throw new Error('the disk is gone');
    }
    await expect(text(formOf(broken(), undefined).body as never)).rejects.toThrow('the disk is gone');
  });
});
