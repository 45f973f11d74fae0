import type { CloudEvent } from '@aurora/shared/events';
import { type TestService, until } from '@aurora/shared/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fleet, services } from '../src/generated/fleet.ts';
import { startConfigService } from './service.ts';

const [of = ''] = Object.keys(services);
const defaults = services[of]?.defaults;
const url = `/api/v1/config/${of}`;
let running: TestService;

beforeAll(async () => {
  running = await startConfigService();
});

afterEach(async () => {
  for (const table of ['settings', 'outbox']) await running.app.database.query({ text: `DELETE FROM ${table}` });
});

afterAll(() => running?.stop());

const get = (headers = {}) => running.call({ method: 'GET', url, headers });
const put = (values: unknown, headers = {}) =>
  running.call({ method: 'PUT', url, payload: { values } as object, headers });

describe('settings', () => {
  it('are the defaults until something is stored', async () => {
    const answer = await get();
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      service: of,
      version: 0,
      values: defaults,
      defaults,
      updatedAt: null,
      updatedBy: null,
    });
  });

  it('are stored over the defaults, with who did it and when', async () => {
    const answer = await put({ timeoutMs: 500 });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      service: of,
      version: 1,
      values: { ...defaults, timeoutMs: 500 },
      defaults,
      updatedAt: expect.stringMatching(/Z$/),
      updatedBy: 'tester',
    });
    const read = await get();
    expect(read.json()).toEqual(answer.json());
    expect(read.headers.etag).toBe(answer.headers.etag);
  });

  it('go back to the default where they are left out', async () => {
    await put({ timeoutMs: 500, retries: 0 });
    expect((await put({ retries: 0 })).json().values).toEqual({ ...defaults, retries: 0 });
  });

  it('that are stored again as they are change nothing', async () => {
    const first = await put({ retries: 0 });
    const second = await put({ retries: 0 });
    expect(second.json()).toEqual(first.json());
    expect(second.headers.etag).toBe(first.headers.etag);
  });

  it('are not sent again when they have not changed', async () => {
    const { headers } = await get();
    expect((await get({ 'if-none-match': headers.etag })).statusCode).toBe(304);
    await put({ retries: 0 });
    expect((await get({ 'if-none-match': headers.etag })).statusCode).toBe(200);
  });

  it('are not changed from a stale version', async () => {
    const { headers } = await get();
    expect((await put({ retries: 0 }, { 'if-match': headers.etag })).statusCode).toBe(200);
    const stale = await put({ retries: 1 }, { 'if-match': headers.etag });
    expect(stale.statusCode).toBe(412);
    expect(stale.json()).toMatchObject({ code: 'stale_version' });
    expect((await get()).json().values.retries).toBe(0);
  });

  it('of many writers at once lose none and number all', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((timeoutMs) => put({ timeoutMs })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect(answers.map((answer) => answer.json().version).sort()).toEqual([1, 2, 3, 4]);
  });

  it('that are wrong are refused, each mistake named, and nothing is stored', async () => {
    const answer = await put({ timeoutMs: '7', retries: -1, logLevel: 'loud', shoeSize: 46 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'validation_failed',
      errors: expect.arrayContaining([
        expect.objectContaining({ path: '/values/shoeSize', code: 'unknown_field' }),
        expect.objectContaining({ path: '/values/timeoutMs', code: 'wrong_type' }),
        expect.objectContaining({ path: '/values/retries', code: 'too_small' }),
        expect.objectContaining({ path: '/values/logLevel', code: 'not_allowed' }),
      ]),
    });
    expect((await get()).json().version).toBe(0);
  });

  it.each([
    ['no values', {}],
    ['values that are no object', { values: [] }],
    ['anything else', { values: {}, version: 3 }],
  ])('with %s are refused', async (_, payload) => {
    expect((await running.call({ method: 'PUT', url, payload })).statusCode).toBe(422);
  });

  it.each(['no-such-service', '__proto__', 'constructor', '%00', 'a'.repeat(300)])(
    'of %s are not found',
    async (name) => {
      const answer = await running.call({ method: 'GET', url: `/api/v1/config/${name}` });
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toMatch('application/problem+json');
      const change = { method: 'PUT', url: `/api/v1/config/${name}`, payload: { values: {} } } as const;
      expect((await running.call(change)).statusCode).toBe(404);
      expect((await running.call({ method: 'GET', url: `/api/v1/config/${name}/versions` })).statusCode).toBe(404);
    },
  );

  it('that an older fleet stored and this one refuses give way to the defaults', async () => {
    const text =
      'INSERT INTO settings (service, version, overrides, updated_at, updated_by) VALUES ($1, 1, $2, now(), $3)';
    const overrides = JSON.stringify({ timeoutMs: 700, retries: 'many', gone: true });
    await running.app.database.query({ text }, [of, overrides, 'tester']);
    expect((await get()).json()).toMatchObject({ version: 1, values: { ...defaults, timeoutMs: 700 } });
  });

  it('need the scope', async () => {
    const read = { method: 'GET', url } as const;
    const write = { method: 'PUT', url, payload: { values: {} } } as const;
    expect((await running.call({ ...read, scopes: ['config:write'] })).statusCode).toBe(403);
    expect((await running.call({ ...read, scopes: ['config:read'] })).statusCode).toBe(200);
    expect((await running.call({ ...write, scopes: ['config:read'] })).statusCode).toBe(403);
    expect((await running.app.inject(read)).statusCode).toBe(401);
  });
});

describe('the history', () => {
  const versions = (query = '') => running.call({ method: 'GET', url: `${url}/versions${query}` });

  it('keeps every version, newest first, in pages', async () => {
    for (const retries of [0, 1, 3]) await put({ retries });
    const first = (await versions('?limit=2')).json();
    expect(first.items.map(({ version, values }: Record<string, unknown>) => [version, values])).toEqual([
      [3, { retries: 3 }],
      [2, { retries: 1 }],
    ]);
    expect(first.items[0]).toMatchObject({ updatedBy: 'tester', updatedAt: expect.stringMatching(/Z$/) });
    const second = (await versions(`?limit=2&cursor=${first.nextCursor}`)).json();
    expect(second).toMatchObject({ items: [{ version: 1, values: { retries: 0 } }], nextCursor: null });
  });

  it('is the way back', async () => {
    await put({ retries: 0 });
    const before = (await get()).json();
    await put({ retries: 9, timeoutMs: 1 });
    const old = (await versions()).json().items.find(({ version }: { version: number }) => version === before.version);
    expect((await put(old.values)).json()).toMatchObject({ version: 3, values: before.values });
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?cursor=x', '?cursor=0', '?sort=-1'])('refuses %s', async (query) => {
    expect((await versions(query)).statusCode).toBe(400);
  });
});

describe('a change', () => {
  it('is told to whoever listens, once, with the settings as they are then', async () => {
    const heard: CloudEvent[] = [];
    const consumer = await running.app.broker.subscribe({
      consumer: 'test',
      types: [`${fleet}.config-service.settings.updated.v1`],
      handle: async (event) => void heard.push(event),
    });
    const first = (await put({ retries: 0 })).json();
    await put({ retries: 0 });
    const second = (await put({ retries: 1 })).json();
    // Of a change before these may be heard as well: events take their time.
    const told = () => heard.filter(({ data }) => (data as { version: number }).version >= first.version);
    await until(() => told().length >= 2);
    expect(told().map(({ subject, data }) => [subject, data])).toEqual([
      [of, first],
      [of, second],
    ]);
    await consumer.close();
  });
});
