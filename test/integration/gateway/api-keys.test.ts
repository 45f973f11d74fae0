import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKey, type KeyWish, listKeys, revokeKey } from '../../../cli/actions/api-keys.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import type { FleetStatus } from '../../../cli/runtimes/contract.ts';
import { startUpstream, type Upstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { type Fleet as Running, type RunningGateway, startFleet } from './support/fleet.ts';

let fleet: Fleet;
let status: FleetStatus;
let running: Running;
let gateway: RunningGateway;
let url: string;
let upstream: Upstream;
const before = process.env.AURORA_TOKEN;

beforeAll(async () => {
  fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml') });
  running = await startFleet();
  upstream = await startUpstream((_request, response) => void response.end());
  await running.register('things-1', upstream.url);
  await running.register('config-1', running.configUrl, 'config-service');
  gateway = await running.startGateway();
  url = `http://127.0.0.1:${(gateway.app.server.address() as AddressInfo).port}`;
  status = { services: [{ name: 'api-gateway', url }] } as unknown as FleetStatus;
  process.env.AURORA_TOKEN = running.token;
});
afterAll(async () => {
  if (before === undefined) delete process.env.AURORA_TOKEN;
  else process.env.AURORA_TOKEN = before;
  await gateway?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
  await running?.[Symbol.asyncDispose]();
});

const wish: KeyWish = { subject: 'reports', scopes: ['things:read'] };
const statusWith = async (key: string) =>
  (await fetch(`${url}/api/v1/things`, { headers: { 'x-api-key': key } })).status;

describe('API keys of a running fleet', () => {
  it('are good once they are made, and no more once they are revoked, without a restart', async () => {
    const { key, ...facts } = await createKey(fleet, status, { ...wish, roles: ['auditor'], expiresInMs: 60_000 });
    expect(key).toMatch(new RegExp(`^aurora_${facts.id}_[\\w-]{43}$`));
    await until(async () => (await statusWith(key)) === 200);
    const listed = await listKeys(fleet, status);
    expect(listed).toEqual([facts]);
    expect(facts).toMatchObject({ subject: 'reports', scopes: ['things:read'], roles: ['auditor'] });

    expect(await revokeKey(fleet, status, facts.id)).toEqual(facts);
    await until(async () => (await statusWith(key)) === 401);
    expect(await listKeys(fleet, status)).toEqual([]);
  });

  it('are all there when several are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => createKey(fleet, status, wish)));
    expect((await listKeys(fleet, status)).map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    await Promise.all(made.map(({ id }) => revokeKey(fleet, status, id)));
    expect(await listKeys(fleet, status)).toEqual([]);
  });

  it('leave other settings as they are, and defaults where a newer config may put them', async () => {
    await running.configure({ securityHeaders: false });
    const { id } = await createKey(fleet, status, wish);
    const { items } = (await (await gateway.call('/api/v1/config/api-gateway/versions?limit=1')).json()) as {
      items: [{ values: object }];
    };
    expect(items[0].values).toEqual({
      logLevel: 'error',
      securityHeaders: false,
      apiKeys: [expect.objectContaining({ id, expiresAt: null })],
    });
    await revokeKey(fleet, status, id);
  });

  it.each<[string, Partial<KeyWish>]>([
    ['invalid_subject', { subject: 'service:config-service' }],
    ['invalid_subject', { subject: '' }],
    ['invalid_scope', { scopes: ['a:read b:read'] }],
    ['invalid_role', { roles: ['a\nb'] }],
  ])('are not made with an %s: %j', async (code, wrong) => {
    await expect(createKey(fleet, status, { ...wish, ...wrong })).rejects.toMatchObject({ code, exit: 'usage' });
    expect(await listKeys(fleet, status)).toEqual([]);
  });

  it('that nobody knows cannot be revoked', async () => {
    await expect(revokeKey(fleet, status, 'nobody')).rejects.toMatchObject({ code: 'no_such_key', exit: 'usage' });
  });

  it('are not to be had with a token that does not grant it, nor of a fleet that does not answer', async () => {
    process.env.AURORA_TOKEN = 'rubbish';
    await expect(listKeys(fleet, status)).rejects.toMatchObject({ code: 'settings_refused' });
    process.env.AURORA_TOKEN = running.token;
    const away = { services: [{ name: 'api-gateway', url: 'http://127.0.0.1:1' }] } as unknown as FleetStatus;
    await expect(listKeys(fleet, away)).rejects.toMatchObject({ code: 'no_answer', exit: 'notRunning' });
  });

  it('need a token of somebody else outside of development', async () => {
    delete process.env.AURORA_TOKEN;
    const production = { ...fleet, environment: 'production' };
    await expect(listKeys(production, status)).rejects.toMatchObject({ code: 'token_needed', exit: 'usage' });
    process.env.AURORA_TOKEN = running.token;
  });
});
