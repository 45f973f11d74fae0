import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ApiProblem,
  type ConnectOptions,
  connect,
  defineEntity,
  defineFiles,
  etagOf,
} from '../../../shared/client/index.ts';
import type { Resource } from '../../../shared/repository/index.ts';
import { json, startTarget, status, type Target } from '../http/target.ts';

interface Note extends Resource {
  readonly title: string;
}

interface Notes {
  readonly read: Note;
  readonly create: { readonly title: string };
  readonly change: { readonly title?: string };
  readonly columns: { readonly id: 'uuid'; readonly title: 'string' };
}

const note = { id: 'n-1', title: 'One', version: 1, createdAt: '', updatedAt: '' };

let target: Target;
afterEach(async () => target[Symbol.asyncDispose]());

const notes = (options: Partial<ConnectOptions<'notes'>> = {}) =>
  defineEntity<Notes>('/api/v1/notes').on(connect({ url: target.url, ...options })('notes'));

const answering = async (...answers: Parameters<typeof startTarget>[0][]) => {
  target = await startTarget((request, response) => (answers.shift() ?? json(note))(request, response));
};

const problem = (code: string, status: number) =>
  json(
    { code, status, detail: 'It is so.', correlationId: 'c-1', errors: [{ path: '/title', code: 'x', message: 'y' }] },
    status,
  );

describe('a call', () => {
  it('carries token, correlation id, trace, key and body', async () => {
    const { promise: body, resolve } = Promise.withResolvers<string>();
    target = await startTarget(async (request, response) => {
      resolve(await text(request));
      json(note, 201)(request, response);
    });
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const client = notes({ token: async () => 'secret', context: () => ({ correlationId: 'c-7', traceparent }) });
    expect(await client.create({ title: 'One' }, { idempotencyKey: 'k-1' })).toEqual(note);
    expect(JSON.parse(await body)).toEqual({ title: 'One' });
    expect(target.seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/v1/notes',
      headers: {
        authorization: 'Bearer secret',
        'x-correlation-id': 'c-7',
        'x-request-deadline': expect.stringMatching(/^\d+$/),
        'idempotency-key': 'k-1',
        'content-type': 'application/json',
        traceparent,
      },
    });
  });

  it('knows the ETag that a resource came with', async () => {
    await answering((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', etag: '"7"' }).end(JSON.stringify(note));
    });
    const read = await notes().get('n-1');
    expect(etagOf(read)).toBe('"7"');
    await notes().update('n-1', { title: 'Two' }, { ifMatch: etagOf(read) });
    expect(target.seen[1]?.headers).toMatchObject({ 'if-match': '"7"' });
    expect(() => etagOf({ ...read })).toThrow(TypeError);
  });

  it('throws what the answer says, with its code and fields', async () => {
    await answering(problem('unique_violation', 409));
    const thrown = await notes()
      .create({ title: 'One' })
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ApiProblem);
    expect(thrown).toMatchObject({
      code: 'unique_violation',
      status: 409,
      message: 'It is so.',
      correlationId: 'c-1',
      errors: [{ path: '/title', code: 'x', message: 'y' }],
    });
  });

  it('gives an answer of a stranger the code of its status', async () => {
    await answering(status(404));
    await expect(notes().get('n-1')).rejects.toMatchObject({ code: 'not_found', status: 404 });
  });

  it('is tried again where that does no harm, and only there', async () => {
    await answering(status(503), status(502));
    expect(await notes().get('n-1')).toEqual(note);
    expect(target.seen).toHaveLength(3);
    await target[Symbol.asyncDispose]();

    await answering(problem('references_unknown', 503));
    await expect(notes().create({ title: 'One' })).rejects.toMatchObject({ code: 'references_unknown', status: 503 });
    expect(target.seen).toHaveLength(1);
    await target[Symbol.asyncDispose]();

    await answering(status(503), json(note, 201));
    expect(await notes().create({ title: 'One' }, { idempotencyKey: 'k' })).toEqual(note);
  });

  it('ends when its time is up, and when the caller wants', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    target = await startTarget(({ url }) => {
      if (url === '/api/v1/notes/n-2') resolve();
    });
    await expect(notes({ timeoutMs: 50 }).get('n-1')).rejects.toMatchObject({ code: 'upstream_timeout', status: 504 });
    const stop = new AbortController();
    const call = notes().get('n-2', { signal: stop.signal });
    await asked;
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });

  it('says so where nobody listens, and where no URL was given', async () => {
    await answering();
    const { url } = target;
    await target[Symbol.asyncDispose]();
    await expect(notes({ url, retries: 0 }).get('n-1')).rejects.toMatchObject({ code: 'upstream_failed' });
    await expect(notes({ url: {} }).get('n-1')).rejects.toThrow('No URL was given for notes');
  });
});

describe('a list', () => {
  it('asks for each page when the one before has been taken', async () => {
    await answering(
      json({
        items: [
          { ...note, id: 'n-1' },
          { ...note, id: 'n-2' },
        ],
        nextCursor: 'c',
      }),
      json({ items: [{ ...note, id: 'n-3' }], nextCursor: null }),
    );
    const ids: string[] = [];
    for await (const { id } of notes().list({ limit: 2, sort: ['-title'] })) {
      ids.push(id);
      expect(target.seen).toHaveLength(ids.length > 2 ? 2 : 1);
    }
    expect(ids).toEqual(['n-1', 'n-2', 'n-3']);
    expect(target.seen.map(({ url }) => url)).toEqual([
      '/api/v1/notes?sort=-title&limit=2',
      '/api/v1/notes?sort=-title&limit=2&cursor=c',
    ]);
  });
});

describe('a file', () => {
  const files = (options: Partial<ConnectOptions<'files'>> = {}) =>
    defineFiles<Notes>('/api/v1/files').on(connect({ url: target.url, ...options })('files'));

  it.each<[string, () => Blob | AsyncIterable<Uint8Array>]>([
    ['a blob', () => new Blob(['content'])],
    ['a stream', () => new Blob(['content']).stream()],
    [
      'pieces as they come',
      async function* () {
        yield new TextEncoder().encode('con');
        yield new TextEncoder().encode('tent');
      },
    ],
  ])('is uploaded from %s', async (_name, content) => {
    const received = Promise.withResolvers<string>();
    target = await startTarget(async (request: IncomingMessage, response) => {
      received.resolve(`${request.headers['content-type']}\n${await text(request)}`);
      json(note, 201)(request, response);
    });
    expect(await files({ token: 't' }).upload(content(), { name: 'a "b".txt' })).toEqual(note);
    const form = await received.promise;
    expect(form).toMatch(/^multipart\/form-data; boundary=/);
    expect(form).toContain('name="file"; filename="a %22b%22.txt"');
    expect(form).toContain('\r\n\r\ncontent\r\n--');
    expect(target.seen[0]?.headers.authorization).toBe('Bearer t');
  });

  it('is downloaded by a signed URL, without the token', async () => {
    target = await startTarget((request, response) => {
      if (request.url?.endsWith('/content')) response.end('content');
      else json({ url: `${target.url}/content`, expiresAt: '' })(request, response);
    });
    const answer = await files({ token: 't' }).download('f-1', { range: { start: 1 } });
    expect(await answer.text()).toBe('content');
    expect(target.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer t', undefined]);
    expect(target.seen[1]?.headers.range).toBe('bytes=1-');
  });

  it('that is refused tells why, also while it is still on its way', async () => {
    target = await startTarget(async (request, response) => {
      await once(request, 'readable');
      request.resume();
      problem('payload_too_large', 413)(request, response);
    });
    await expect(files().upload(new Blob(['content']).stream())).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it.each([201, 502])(
    'that is answered %i by what is no JSON fails as any call that was answered badly',
    async (code) => {
      await answering((_, response) => response.writeHead(code, { 'content-type': 'application/json' }).end('{'));
      await expect(files().upload(new Blob(['content']))).rejects.toMatchObject({ code: 'upstream_failed' });
    },
  );
});
