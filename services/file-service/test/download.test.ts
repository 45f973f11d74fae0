import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningFiles, SIGNING_KEYS, startFiles } from './support/files.ts';

const TEXT = '0123456789';
let files: RunningFiles;
let id: string;
let url: string;

beforeAll(async () => {
  files = await startFiles();
  ({ id } = await files.upload(TEXT, 'digits.txt'));
  url = await files.downloadUrl(id);
});

afterAll(async () => files?.[Symbol.asyncDispose]());

describe('a signed URL', () => {
  it('says how long it works, and needs a token to be had', async () => {
    const asked = `/api/v1/files/${id}/download-url`;
    const before = Math.floor(Date.now() / 1000) * 1000;
    const answer = (await files.service.call({ url: `${asked}?expiresIn=60` })).json();
    expect(Date.parse(answer.expiresAt) - before).toBeGreaterThanOrEqual(60_000);
    expect(Date.parse(answer.expiresAt) - before).toBeLessThan(75_000);
    expect((await files.service.app.inject({ url: asked })).statusCode).toBe(401);
    for (const expiresIn of ['0', '-1', 'x', '1.5', '999999999']) {
      const refused = await files.service.call({ url: `${asked}?expiresIn=${expiresIn}` });
      expect(refused.json()).toMatchObject({ status: 400, code: 'invalid_query' });
    }
  });

  it('is one of the gateway where the gateway asks', async () => {
    const headers = { 'x-forwarded-host': 'files.example:8443', 'x-forwarded-proto': 'https' };
    const answer = await files.service.call({ url: `/api/v1/files/${id}/download-url`, headers });
    expect(answer.json().url).toMatch(`https://files.example:8443/api/v1/files/${id}/content?`);
  });

  it('gives the content without a token, and nothing that a browser would run', async () => {
    const answer = await files.download(url);
    expect([answer.statusCode, answer.body]).toEqual([200, TEXT]);
    expect(answer.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-disposition': 'attachment; filename=digits.txt',
      'content-length': '10',
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it('opens nothing else', async () => {
    const other = await files.upload('other');
    const wrong = [
      url.replace(id, other.id),
      url.replace(/expires=\d+/, 'expires=9999999999'),
      url.replace(/signature=(.)/, (_, first) => `signature=${first === 'A' ? 'B' : 'A'}`),
      url.replace(/(.)(.)$/, (_, each, last) => `${each === 'A' ? 'B' : 'A'}${last}`),
      url.replace(/signature=.*/, 'signature='),
      url.replace('key=newer', 'key=older'),
      url.replace('key=newer', 'key=unknown'),
      url.split('?')[0] ?? '',
    ];
    for (const each of wrong) {
      expect((await files.download(each)).json()).toMatchObject({ status: 403, code: 'invalid_signature' });
    }
  });

  it('works no longer than it says', async () => {
    expect((await files.download(signed('newer', 1))).json()).toMatchObject({
      status: 403,
      detail: expect.stringContaining('expired'),
    });
  });

  it('works with an older key too', async () => {
    expect((await files.download(signed('older', 9_999_999_999))).body).toBe(TEXT);
  });

  it('of a deleted file finds nothing', async () => {
    const gone = await files.upload('x');
    const link = await files.downloadUrl(gone.id);
    await files.service.call({ method: 'DELETE', url: `/api/v1/files/${gone.id}` });
    expect((await files.download(link)).statusCode).toBe(404);
  });
});

describe('a download', () => {
  it.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, TEXT, 'bytes 0-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=9-9', 206, '9', 'bytes 9-9/10'],
    ['bytes=0-1,4-5', 200, TEXT, undefined],
    ['bytes=5-2', 200, TEXT, undefined],
    ['bytes=-', 200, TEXT, undefined],
    ['items=0-1', 200, TEXT, undefined],
  ])('of %s is answered %d', async (range, status, body, contentRange) => {
    const answer = await files.download(url, { range });
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([status, body, contentRange]);
    expect(answer.headers['content-length']).toBe(String(body.length));
  });

  it.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('of %s is refused', async (range) => {
    const answer = await files.download(url, { range });
    expect(answer.json()).toMatchObject({ status: 416, code: 'range_not_satisfiable' });
    expect(answer.headers['content-range']).toBe('bytes */10');
  });

  it('is not sent again, and resumed only where it is still the same', async () => {
    const { etag } = (await files.download(url)).headers;
    const again = await files.download(url, { 'if-none-match': String(etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const range = 'bytes=5-';
    expect((await files.download(url, { range, 'if-range': String(etag) })).statusCode).toBe(206);
    expect((await files.download(url, { range, 'if-range': '"another"' })).statusCode).toBe(200);
  });

  it('may be asked for its head alone', async () => {
    const answer = await files.service.app.inject({ method: 'HEAD', url });
    expect([answer.statusCode, answer.body, answer.headers['content-length']]).toEqual([200, '', '10']);
  });

  it.each([
    ['quotes', 'a %22b%22.txt', 'attachment; filename="a \\"b\\".txt"'],
    ['emoji', '🎉.txt', `attachment; filename="??.txt"; filename*=UTF-8''%F0%9F%8E%89.txt`],
  ])('is named safely: %s', async (_, name, disposition) => {
    const file = await files.upload('x', name);
    const answer = await files.download(await files.downloadUrl(file.id));
    expect(answer.headers['content-disposition']).toBe(disposition);
  });
});

/** As the service would sign it. */
function signed(kid: string, expires: number): string {
  const secret = Buffer.from(SIGNING_KEYS.keys.find((key) => key.kid === kid)?.k ?? '', 'base64url');
  const text = `GET /files/content\n${kid}\n${id}\n${expires}`;
  const signature = createHmac('sha256', secret).update(text).digest('base64url');
  return `/api/v1/files/${id}/content?expires=${expires}&key=${kid}&signature=${signature}`;
}
