import { join } from 'node:path';
import { startTestService, type TestService } from '@aurora/shared/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { service } from '../src/generated/service.ts';
import type { Subject } from '../src/generated/subject/types.ts';

const path = '/api/v1/subjects';
const change = { name: 'Name 1000' };
let running: TestService;
let count = 0;

beforeAll(async () => {
  const migrations = join(import.meta.dirname, '../../../migrations/subject-service');
  const nobodyRefers = () => ({ body: { items: [], nextCursor: null } });
  running = await startTestService(service, { migrations, peers: { 'syllabus-service': nobodyRefers } });
});

afterAll(() => running?.stop());

/** Fields that the service accepts, different each time where they must be. */
function fields(): Record<string, unknown> {
  count++;
  return { code: `Code ${count}`, name: 'Name 1' };
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
    const url = `${path}/${subject.id}`;
    expect(created.headers).toMatchObject({ location: url, etag: '"1"' });

    const read = await running.call({ method: 'GET', url });
    expect(read.json()).toEqual(subject);

    const changed = await running.call({ method: 'PATCH', url, payload: change });
    expect(changed.json()).toMatchObject({ ...change, version: 2 });
    expect(changed.headers.etag).toBe('"2"');

    expect((await running.call({ method: 'DELETE', url })).statusCode).toBe(204);
    expect((await running.call({ method: 'GET', url })).statusCode).toBe(404);
  });

  it('are not sent again when they have not changed', async () => {
    const { id } = await create();
    const answer = await running.call({ method: 'GET', url: `${path}/${id}`, headers: { 'if-none-match': '"1"' } });
    expect([answer.statusCode, answer.body]).toEqual([304, '']);
  });

  it('are not changed or deleted from a stale version', async () => {
    const { id } = await create();
    const url = `${path}/${id}`;
    const headers = { 'if-match': '"7"' };
    expect((await running.call({ method: 'PATCH', url, payload: change, headers })).statusCode).toBe(412);
    expect((await running.call({ method: 'DELETE', url, headers })).statusCode).toBe(412);
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
    const other = await running.call({ method: 'POST', url: path, payload: { ...payload, ...change }, headers });
    expect(other.json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  it('are listed page by page', async () => {
    await create();
    await create();
    const url = `${path}?limit=1&sort=-createdAt`;
    const first = (await running.call({ method: 'GET', url })).json();
    expect(first.items).toHaveLength(1);
    const next = (await running.call({ method: 'GET', url: `${url}&cursor=${first.nextCursor}` })).json();
    expect(next.items).toHaveLength(1);
    expect(next.items[0].id).not.toBe(first.items[0].id);
  });

  it('refuse what is missing, unknown or of the wrong type', async () => {
    const refusal = { status: 422, code: 'validation_failed' };
    const send = async (payload: object) => (await running.call({ method: 'POST', url: path, payload })).json();
    expect(await send({})).toMatchObject(refusal);
    expect(await send({ ...fields(), unknown: 1 })).toMatchObject(refusal);
    expect(await send({ ...fields(), code: 7 })).toMatchObject(refusal);
  });

  it('refuse a value of code that is taken', async () => {
    const { code } = await create();
    const payload = { ...fields(), code };
    const answer = await running.call({ method: 'POST', url: path, payload });
    expect(answer.json()).toMatchObject({ status: 409, code: 'unique_violation' });
    expect(answer.json().errors).toMatchObject([{ path: '/code' }]);
  });

  it('need a token with the right scope', async () => {
    expect((await running.app.inject({ url: path })).statusCode).toBe(401);
    const read = await running.call({ url: path, scopes: ['subjects:write'] });
    expect(read.statusCode).toBe(403);
    const scopes = ['subjects:read'];
    const write = await running.call({ method: 'POST', url: path, payload: fields(), scopes });
    expect(write.statusCode).toBe(403);
  });
});
