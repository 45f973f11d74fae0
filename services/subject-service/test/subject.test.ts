import { join } from 'node:path';
import { startTestService, type TestService } from '@aurora/shared/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { service } from '../src/generated/service.ts';
import type { Subject } from '../src/generated/subject/types.ts';

const path = '/api/v1/subjects';
let running: TestService;
let count = 0;

beforeAll(async () => {
  const migrations = join(import.meta.dirname, '../../../migrations/subject-service');
  running = await startTestService(service, { migrations });
});

afterAll(() => running?.stop());

/** Fields that the service accepts, different each time where they must be. */
function fields(): Record<string, unknown> {
  return { code: `CODE-${++count}`, name: 'Name' };
}

async function create(): Promise<Subject> {
  const answer = await running.call({ method: 'POST', url: path, payload: fields() });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

describe('subjects', () => {
  it('are created, read, changed and deleted', async () => {
    const created = await running.call({ method: 'POST', url: path, payload: fields() });
    expect(created.statusCode).toBe(201);
    const subject = created.json<Subject>();
    expect(created.headers).toMatchObject({ location: `${path}/${subject.id}`, etag: '"1"' });

    const read = await running.call({ method: 'GET', url: `${path}/${subject.id}` });
    expect(read.json()).toEqual(subject);

    const change = { name: 'Other' };
    const changed = await running.call({ method: 'PATCH', url: `${path}/${subject.id}`, payload: change });
    expect(changed.json()).toMatchObject({ ...change, version: 2 });
    expect(changed.headers.etag).toBe('"2"');

    expect((await running.call({ method: 'DELETE', url: `${path}/${subject.id}` })).statusCode).toBe(204);
    expect((await running.call({ method: 'GET', url: `${path}/${subject.id}` })).statusCode).toBe(404);
  });

  it('are not sent again when they have not changed', async () => {
    const { id } = await create();
    const answer = await running.call({ method: 'GET', url: `${path}/${id}`, headers: { 'if-none-match': '"1"' } });
    expect([answer.statusCode, answer.body]).toEqual([304, '']);
  });

  it('are not changed from a stale version', async () => {
    const { id } = await create();
    const url = `${path}/${id}`;
    const stale = { 'if-match': '"7"' };
    const change = { name: 'Other' };
    expect((await running.call({ method: 'PATCH', url, payload: change, headers: stale })).statusCode).toBe(412);
    expect((await running.call({ method: 'DELETE', url, headers: stale })).statusCode).toBe(412);
    expect((await running.call({ method: 'GET', url })).headers.etag).toBe('"1"');
  });

  it('are created once under one Idempotency-Key', async () => {
    const payload = fields();
    const headers = { 'idempotency-key': `key-${count}` };
    const first = await running.call({ method: 'POST', url: path, payload, headers });
    const again = await running.call({ method: 'POST', url: path, payload, headers });
    expect(again.statusCode).toBe(201);
    expect(again.json()).toEqual(first.json());
    expect(again.headers.location).toBe(first.headers.location);
    const other = await running.call({ method: 'POST', url: path, payload: fields(), headers });
    expect(other.json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  it('are listed page by page', async () => {
    await create();
    await create();
    const first = (await running.call({ method: 'GET', url: `${path}?limit=1&sort=-createdAt` })).json();
    expect(first.items).toHaveLength(1);
    const next = await running.call({
      method: 'GET',
      url: `${path}?limit=1&sort=-createdAt&cursor=${first.nextCursor}`,
    });
    expect(next.json().items).toHaveLength(1);
    expect(next.json().items[0].id).not.toBe(first.items[0].id);
  });

  it('refuse what is missing, unknown or of the wrong type', async () => {
    for (const payload of [{}, { ...fields(), unknown: 1 }, { ...fields(), code: 7 }]) {
      const answer = await running.call({ method: 'POST', url: path, payload });
      expect(answer.json()).toMatchObject({ status: 422, code: 'validation_failed' });
    }
  });

  it('refuse a code that is taken', async () => {
    const { code } = await create();
    const answer = await running.call({ method: 'POST', url: path, payload: { ...fields(), code } });
    expect(answer.json()).toMatchObject({ status: 409, code: 'unique_violation', errors: [{ path: '/code' }] });
  });

  it('need a token with the right scope', async () => {
    expect((await running.app.inject({ url: path })).statusCode).toBe(401);
    expect((await running.call({ url: path, scopes: ['subjects:write'] })).statusCode).toBe(403);
    const write = { method: 'POST', url: path, payload: fields(), scopes: ['subjects:read'] } as const;
    expect((await running.call(write)).statusCode).toBe(403);
  });
});
