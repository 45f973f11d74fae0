import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DependencyReport } from '../../shared/app/index.ts';
import type { Instance, ServiceList } from '../../shared/registry/index.ts';
import { until } from '../../shared/testing/until.ts';
import { type ServiceProcess, untilLogged } from '../support/service-process.ts';
import { type SmallFleet, smallFleet } from './support/small-fleet.ts';

const FOLLOWER = 'subject-service';
const settingsPath = `/api/v1/config/${FOLLOWER}`;

let fleet: SmallFleet;

jest.setTimeout(60_000);

beforeEach(async () => {
  fleet = await smallFleet();
});

afterEach(async () => {
  await fleet?.[Symbol.asyncDispose]();
});

async function store(values: Record<string, unknown>, base = fleet.configUrl): Promise<string> {
  const answer = await fleet.call(base + settingsPath, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ values }),
  });
  expect(answer.status).toBe(200);
  return answer.headers.get('etag') ?? '';
}

async function instancesOf(service: string, base = fleet.configUrl): Promise<readonly Instance[]> {
  const { items } = (await (await fleet.call(`${base}/registry/services`)).json()) as ServiceList;
  return items.find(({ name }) => name === service)?.instances ?? [];
}

/** What the service says of one of the things it stands on. */
async function dependency({ url }: ServiceProcess, name: string): Promise<DependencyReport | undefined> {
  const { dependencies } = (await (await fetch(`${url}/health/ready`)).json()) as { dependencies: DependencyReport[] };
  return dependencies.find((each) => each.name === name);
}

const follows = (service: ServiceProcess, etag: string) =>
  until(async () => {
    const { status, detail } = (await dependency(service, 'settings')) ?? {};
    return status === 'up' && (detail as { etag?: string }).etag === etag;
  });

const isListed = (service: string, url: string, base?: string) =>
  until(async () => (await instancesOf(service, base)).some((instance) => instance.url === url));

const isGone = (service: string) => until(async () => (await instancesOf(service)).length === 0);

describe('a service', () => {
  it('fetches its settings at start, and takes over every change while it runs', async () => {
    await fleet.start('config-service');
    const first = await store({ logLevel: 'error' });
    const follower = await fleet.start(FOLLOWER);
    await follows(follower, first);
    const refused = (line: Record<string, unknown>) => line.msg === 'request refused';
    await fetch(`${follower.url}/nowhere`);

    await follows(follower, await store({ logLevel: 'debug', timeoutMs: 700 }));
    await fetch(`${follower.url}/nowhere`);
    await until(() => follower.lines.some(refused));
    expect(follower.lines.filter(refused)).toHaveLength(1);
    const copy = await until(async () => {
      const text = await readFile(join(fleet.state, `${FOLLOWER}.settings.json`), 'utf8');
      return text.includes('700') && JSON.parse(text);
    });
    expect(copy.settings).toMatchObject({ logLevel: 'debug', timeoutMs: 700, retries: 2 });
  });

  it('is listed while it runs, and no more once it has stopped', async () => {
    await fleet.start('config-service');
    const follower = await fleet.start(FOLLOWER);
    await isListed(FOLLOWER, follower.url);
    expect(await follower.stop()).toBe(0);
    expect(await instancesOf(FOLLOWER)).toEqual([]);
  });

  it('works on while config-service is gone, and follows it again once it is back', async () => {
    const config = await fleet.start('config-service');
    const follower = await fleet.start(FOLLOWER);
    await isListed(FOLLOWER, follower.url);
    await config.kill9();
    await until(async () => (await dependency(follower, 'settings'))?.status === 'down');
    const ready = await fetch(`${follower.url}/health/ready`);
    expect([ready.status, ((await ready.json()) as { status: string }).status]).toEqual([200, 'degraded']);

    await fleet.start('config-service');
    await isListed(FOLLOWER, follower.url);
    await follows(follower, await store({ retries: 0 }));
    await until(async () => (await dependency(follower, 'registry'))?.status === 'up');
  });

  it('starts without config-service, from its last good copies', async () => {
    const config = await fleet.start('config-service');
    await store({ logLevel: 'debug' });
    const before = await fleet.start(FOLLOWER);
    await isListed('config-service', config.url);
    await until(async () => (await dependency(before, 'registry'))?.detail !== undefined);
    await before.kill9();
    await config.kill9();

    const after = await fleet.start(FOLLOWER);
    const line = await untilLogged(after, 'settings cannot be fetched');
    expect(line).toMatchObject({ level: 'warn', from: 'last good copy' });
    expect((await fetch(`${after.url}/health/ready`)).status).toBe(200);
  });
});

describe('the registry', () => {
  it('drops an instance that was killed when its lease runs out', async () => {
    await fleet.start('config-service');
    const follower = await fleet.start(FOLLOWER);
    await isListed(FOLLOWER, follower.url);
    await follower.kill9();
    expect(await instancesOf(FOLLOWER)).toHaveLength(1);
    // As if its 15 s had passed, and those in which a new registry is lenient.
    await fleet.sql("UPDATE instances SET expires_at = expires_at - INTERVAL '2 hours' WHERE service = $1", [FOLLOWER]);
    await isGone(FOLLOWER);
  });

  it('that lost an instance has it back with its next heartbeat', async () => {
    await fleet.start('config-service');
    const follower = await fleet.start(FOLLOWER);
    await isListed(FOLLOWER, follower.url);
    await fleet.sql('DELETE FROM instances WHERE service = $1', [FOLLOWER]);
    await isGone(FOLLOWER);
    await isListed(FOLLOWER, follower.url);
    await untilLogged(follower, 'the registry has forgotten this instance; it registers again');
  });

  it('lists the service that it lives in', async () => {
    const config = await fleet.start('config-service');
    await isListed('config-service', config.url);
  });
});

describe('two replicas of config-service', () => {
  it('are one to those who follow either', async () => {
    await fleet.start('config-service');
    const replica = await fleet.startReplica();
    const follower = await fleet.start(FOLLOWER);
    await isListed(FOLLOWER, follower.url, replica.url);
    await follows(follower, await store({ retries: 1 }, replica.url));
    await until(async () => (await instancesOf('config-service')).length === 2);

    expect(await replica.stop()).toBe(0);
    expect(await instancesOf('config-service')).toHaveLength(1);
    await follows(follower, await store({ retries: 3 }));
  });
});
