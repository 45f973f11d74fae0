import type { ServiceList } from '@aurora/shared/registry';
import type { TestService } from '@aurora/shared/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startConfigService } from './service.ts';

let running: TestService;

beforeAll(async () => {
  running = await startConfigService();
});

afterEach(() => running.app.database.query({ text: 'DELETE FROM instances' }));

afterAll(() => running?.stop());

const instance = { service: 'orders', id: 'o-1', url: 'http://127.0.0.1:9001', version: '1.0.0' };
const register = (changes = {}, subject?: string) =>
  running.call({ method: 'POST', url: '/registry/instances', payload: { ...instance, ...changes }, subject });
const heartbeat = (id: string, subject?: string) =>
  running.call({ method: 'PUT', url: `/registry/instances/${id}/heartbeat`, subject });
const deregister = (id: string, subject?: string) =>
  running.call({ method: 'DELETE', url: `/registry/instances/${id}`, subject });
const list = (headers = {}) => running.call({ method: 'GET', url: '/registry/services', headers });
const listed = async () => (await list()).json<ServiceList>();

/** As if time had passed: leases run by the clock of the database. */
const age = (id: string, minutes: number) =>
  running.app.database.query(
    { text: `UPDATE instances SET expires_at = expires_at - $2 * INTERVAL '1 ms' WHERE id = $1` },
    [id, minutes * 60_000],
  );

describe('the registry', () => {
  it('lists what registers, by service', async () => {
    const answer = await register({ colour: 'blue' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      ...instance,
      colour: 'blue',
      expiresAt: expect.stringMatching(/Z$/),
      ttlSeconds: 15,
    });
    await register({ id: 'o-2', url: 'http://127.0.0.1:9002' });
    await register({ id: 's-1', service: 'stock', url: 'http://127.0.0.1:9003' });
    const expiresAt = expect.stringMatching(/Z$/);
    const { version } = instance;
    expect(await listed()).toEqual({
      items: [
        {
          name: 'orders',
          instances: [
            { id: 'o-1', url: instance.url, version, colour: 'blue', expiresAt },
            { id: 'o-2', url: 'http://127.0.0.1:9002', version, colour: null, expiresAt },
          ],
        },
        { name: 'stock', instances: [{ id: 's-1', url: 'http://127.0.0.1:9003', version, colour: null, expiresAt }] },
      ],
    });
  });

  it('is empty at first', async () => {
    expect(await listed()).toEqual({ items: [] });
  });

  it('takes a second registration for the same', async () => {
    await register();
    await register({ version: '1.0.1' });
    expect((await listed()).items).toMatchObject([{ instances: [{ version: '1.0.1' }] }]);
  });

  it('knows one instance of a service at one URL', async () => {
    await register();
    await register({ id: 'o-2' });
    expect((await listed()).items).toMatchObject([{ instances: [{ id: 'o-2' }] }]);
  });

  it('does not let a service take the id of another', async () => {
    await register();
    const answer = await register({ service: 'stock', url: 'http://127.0.0.1:9003' });
    expect(answer.statusCode).toBe(409);
    expect((await listed()).items).toMatchObject([{ name: 'orders' }]);
  });

  it('lets go of what deregisters', async () => {
    await register();
    expect((await deregister('o-1')).statusCode).toBe(204);
    expect(await listed()).toEqual({ items: [] });
    expect((await deregister('o-1')).statusCode).toBe(404);
  });

  it('does not send the list again when nobody came or went', async () => {
    await register();
    const { headers } = await list();
    await heartbeat('o-1');
    expect((await list({ 'if-none-match': headers.etag })).statusCode).toBe(304);
    await deregister('o-1');
    expect((await list({ 'if-none-match': headers.etag })).statusCode).toBe(200);
  });

  it.each([
    ['url', 'ftp://127.0.0.1'],
    ['url', 'http://user:secret@127.0.0.1'],
    ['url', 'http://127.0.0.1/path'],
    ['url', 'http://127.0.0.1/'],
    ['url', '127.0.0.1:80'],
    ['url', 7],
    ['service', 'Orders'],
    ['service', ''],
    ['id', '../x'],
    ['id', 'a b'],
    ['version', ''],
    ['colour', 'red'],
    ['ttlSeconds', 600],
  ])('refuses the %s %j', async (name, value) => {
    const answer = await register({ [name]: value });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toEqual(expect.arrayContaining([expect.objectContaining({ path: `/${name}` })]));
  });
});

describe('a lease', () => {
  it('ends without heartbeats', async () => {
    await register();
    await register({ id: 'o-2', url: 'http://127.0.0.1:9002' });
    await age('o-1', 120);
    expect((await listed()).items).toMatchObject([{ instances: [{ id: 'o-2' }] }]);
    expect((await heartbeat('o-1')).statusCode).toBe(404);
  });

  it('is renewed by a heartbeat', async () => {
    await register();
    await age('o-1', 120);
    expect((await heartbeat('o-1')).statusCode).toBe(204);
    const [orders] = (await listed()).items;
    const left = Date.parse(orders?.instances[0]?.expiresAt ?? '') - Date.now();
    expect(left).toBeGreaterThan(10_000);
    expect(left).toBeLessThan(20_000);
  });

  it('that ran out while no registry was there lives on for its instance to come back', async () => {
    await register();
    await age('o-1', 10);
    expect((await listed()).items).toMatchObject([{ instances: [{ id: 'o-1' }] }]);
  });

  it('of nobody cannot be renewed', async () => {
    expect((await heartbeat('nobody')).statusCode).toBe(404);
    expect((await heartbeat(`${'x'.repeat(200)}`)).statusCode).toBe(404);
  });
});

describe('a service', () => {
  it('may speak for itself only', async () => {
    expect((await register({}, 'service:orders')).statusCode).toBe(201);
    expect((await register({ id: 'x', url: 'http://127.0.0.1:1' }, 'service:stock')).statusCode).toBe(403);
    expect((await heartbeat('o-1', 'service:stock')).statusCode).toBe(404);
    expect((await deregister('o-1', 'service:stock')).statusCode).toBe(404);
    expect((await heartbeat('o-1', 'service:orders')).statusCode).toBe(204);
    expect((await deregister('o-1', 'service:orders')).statusCode).toBe(204);
  });
});

describe('tokens', () => {
  it('need the scope', async () => {
    const read = { method: 'GET', url: '/registry/services' } as const;
    const write = { method: 'POST', url: '/registry/instances', payload: instance } as const;
    expect((await running.call({ ...read, scopes: ['registry:write'] })).statusCode).toBe(403);
    expect((await running.call({ ...write, scopes: ['registry:read'] })).statusCode).toBe(403);
    expect((await running.app.inject(read)).statusCode).toBe(401);
  });
});
