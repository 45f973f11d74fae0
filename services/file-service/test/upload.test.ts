import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { until } from '@aurora/shared/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode, filePart, type RunningFiles, startFiles } from './support/files.ts';

const path = '/api/v1/files';
/** One black pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
let files: RunningFiles;

beforeAll(async () => {
  files = await startFiles();
});

afterAll(async () => files?.[Symbol.asyncDispose]());

/** Everything that lies in the storage. */
async function stored(): Promise<string[]> {
  const entries = await readdir(files.folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('an upload', () => {
  it('is answered with what is known of it', async () => {
    const content = randomBytes(300_000);
    const answer = await files.send([filePart(content, 'a.bin')]);
    expect(answer.statusCode).toBe(201);
    const file = answer.json();
    expect(file).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'a.bin',
      contentType: 'application/octet-stream',
      size: 300_000,
      sha256: createHash('sha256').update(content).digest('hex'),
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(answer.headers).toMatchObject({ location: `${path}/${file.id}`, etag: '"1"' });
    expect((await files.service.call({ url: `${path}/${file.id}` })).json()).toEqual(file);
    expect(await stored()).toContain(file.id);
  });

  it('may be empty', async () => {
    expect(await files.upload('')).toMatchObject({ size: 0, contentType: 'application/octet-stream' });
  });

  it.each([
    ['a picture that is called a text', PNG, 'text/plain', 'image/png'],
    ['a text that is called a picture', 'just words', 'image/png', 'text/plain'],
    ['a page that is called a text', '<!DOCTYPE html><p>hello', 'text/plain', 'text/html'],
    ['a drawing with a prolog', '<?xml version="1.0"?><!-- x --><svg/>', 'text/plain', 'image/svg+xml'],
    ['a table, which no byte tells', 'a,b\n1,2\n', 'text/csv', 'text/csv'],
    ['text with an accent', 'déjà vu', 'application/pdf', 'text/plain'],
    ['bytes that are no text', Buffer.from([1, 2, 3, 0, 255]), 'text/plain', 'application/octet-stream'],
    ['a document', '%PDF-1.7\n%âãÏÓ\n', 'image/png', 'application/pdf'],
  ])('has the type of its content: %s', async (_, content, declared, type) => {
    const answer = await files.send([filePart(content, 'x', declared)]);
    expect(answer.json()).toMatchObject({ contentType: type });
  });

  it('of a program is refused, whatever it is called', async () => {
    const program = Buffer.concat([Buffer.from('MZ'), randomBytes(5000)]);
    const before = await stored();
    const answer = await files.send([filePart(program, 'picture.png', 'image/png')]);
    expect(answer.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['no field', [], '/file'],
    ['an unknown field', [filePart('x'), { head: 'form-data; name="more"', body: 'x' }], '/more'],
    ['an unknown file', [{ head: 'form-data; name="other"; filename="x"', body: 'x' }], '/other'],
    ['two files', [filePart('x'), filePart('y')], '/file'],
    ['a field that is no file', [{ head: 'form-data; name="file"', body: 'x' }], '/file'],
  ])('with %s is refused and leaves nothing', async (_, form, where) => {
    const before = await stored();
    const answer = await files.send(form);
    expect(answer.json()).toMatchObject({ status: 422, code: 'validation_failed', errors: [{ path: where }] });
    expect(await stored()).toEqual(before);
  });

  it('that breaks off is refused and leaves nothing', async () => {
    const before = await stored();
    const whole = encode([filePart(randomBytes(200_000))]);
    for (const end of [10, 100, 150_000, whole.length - 10]) {
      const answer = await files.service.call({
        method: 'POST',
        url: path,
        headers: { 'content-type': 'multipart/form-data; boundary=a-boundary-that-no-content-has' },
        payload: whole.subarray(0, end),
      });
      expect(answer.statusCode).toBe(400);
    }
    expect(await stored()).toEqual(before);
  });

  it('that goes wrong once its file has been stored leaves nothing', async () => {
    const before = await stored();
    const form = encode([filePart('whole'), { head: 'form-data; name="more"', body: 'x' }]);
    const rest = form.indexOf('Content-Disposition: form-data; name="more"');
    async function* slowly() {
      yield form.subarray(0, rest);
      await until(async () => (await stored()).length > before.length);
      yield form.subarray(rest);
    }
    const answer = await files.service.call({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'multipart/form-data; boundary=a-boundary-that-no-content-has' },
      payload: Readable.from(slowly()),
    });
    expect(answer.statusCode).toBe(422);
    expect(await stored()).toEqual(before);
  });

  it('that the storage cannot take is told so, with the storage’s own words in the log alone', async () => {
    const drafts = join(files.folder, 'drafts');
    await rm(drafts, { recursive: true });
    try {
      const answer = await files.send([filePart('x')]);
      expect(answer.json()).toMatchObject({ status: 503, code: 'unavailable' });
      expect(answer.body).not.toMatch(/ENOENT|drafts/);
    } finally {
      await mkdir(drafts);
    }
    await files.upload('x');
  });

  it('needs a multipart form', async () => {
    const json = await files.service.call({ method: 'POST', url: path, payload: { file: 'x' } });
    expect(json.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect((await files.service.call({ method: 'POST', url: path })).statusCode).toBe(415);
    const boundless = await files.send([filePart('x')], { 'content-type': 'multipart/form-data' });
    expect(boundless.json()).toMatchObject({ status: 400, code: 'malformed_request' });
  });

  it('under one Idempotency-Key is stored once', async () => {
    const headers = { 'idempotency-key': 'upload-1' };
    const first = await files.send([filePart('the same', 'a.txt')], headers);
    const before = await stored();
    const again = await files.send([filePart('the same', 'a.txt')], headers);
    expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
    const other = await files.send([filePart('another', 'a.txt')], headers);
    expect(other.json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['words', 'two words.txt'],
    ['an apostrophe', "it's.txt"],
    ['percent', '100%.txt'],
    ['accents', 'déjà vu.txt'],
    ['emoji', '🎉🎊.txt'],
    ['right to left', 'שלום.txt'],
    ['a leading dot', '.profile'],
    ['255 bytes', 'x'.repeat(255)],
  ])('keeps a name with %s', async (_, name) => {
    expect(await files.upload('x', name)).toMatchObject({ name });
  });

  it('understands how browsers write quotes', async () => {
    expect(await files.upload('x', 'a %22quoted%22 name')).toMatchObject({ name: 'a "quoted" name' });
    expect(await files.upload('x', 'a \\"quoted\\" name')).toMatchObject({ name: 'a "quoted" name' });
  });

  it.each([
    ['a path', '../../x'],
    ['a path of Windows', 'C:%5Cx'.replace('%5C', '\\\\')],
    ['a line end', 'a%0Ab'],
    ['a control character', 'a\u0007b'],
    ['dots alone', '..'],
    ['nothing', ''],
    ['too many bytes', 'é'.repeat(128)],
  ])('refuses %s for a name', async (_, name) => {
    const answer = await files.send([filePart('x', name)]);
    expect(answer.json()).toMatchObject({ status: 422, code: 'validation_failed', errors: [{ path: '/file' }] });
  });

  it('needs a token that may write', async () => {
    const answer = await files.service.app.inject({ method: 'POST', url: path });
    expect(answer.statusCode).toBe(401);
    const reader = await files.service.call({ method: 'POST', url: path, scopes: ['files:read'] });
    expect(reader.statusCode).toBe(403);
  });
});

describe('a file', () => {
  it('is renamed, listed and deleted with its content', async () => {
    const { id } = await files.upload('x', 'before.txt');
    const url = `${path}/${id}`;
    const renamed = await files.service.call({ method: 'PATCH', url, payload: { name: 'after.txt' } });
    expect(renamed.json()).toMatchObject({ name: 'after.txt', version: 2 });
    const wrong = await files.service.call({ method: 'PATCH', url, payload: { name: 'a/b' } });
    expect(wrong.json()).toMatchObject({ status: 422, errors: [{ path: '/name' }] });
    expect((await files.service.call({ method: 'PATCH', url, payload: { size: 1 } })).statusCode).toBe(422);

    const listed = await files.service.call({ url: `${path}?filter[id][in]=${id}&filter[size][lte]=1` });
    expect(listed.json()).toEqual({ items: [renamed.json()], nextCursor: null });

    const headers = { 'if-match': '"1"' };
    expect((await files.service.call({ method: 'DELETE', url, headers })).statusCode).toBe(412);
    expect((await files.service.call({ method: 'DELETE', url })).statusCode).toBe(204);
    expect((await files.service.call({ url })).statusCode).toBe(404);
    for (let tries = 0; (await stored()).includes(id) && tries < 100; tries++) await new Promise(setImmediate);
    expect(await stored()).not.toContain(id);
  });
});
