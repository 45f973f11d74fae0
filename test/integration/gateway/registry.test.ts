import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReadinessReport } from '../../../shared/app/index.ts';
import { startUpstream, type Upstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { type Fleet, type RunningGateway, startFleet } from './support/fleet.ts';

/** Starting a database and a service takes a while on a busy machine. */
const START_MS = 60_000;

interface Document {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, unknown>>;
  readonly 'x-unavailable'?: readonly string[];
}

const named = (name: string) =>
  startUpstream((request, response) => {
    if (request.url !== '/openapi.json') return response.end(name);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ openapi: '3.1.0', paths: { '/api/v1/things': { get: {} }, '/health': {} } }));
  });

let fleet: Fleet;
let gateway: RunningGateway;
let one: Upstream;
let two: Upstream;

beforeAll(async () => {
  [fleet, one, two] = await Promise.all([startFleet(), named('one'), named('two')]);
  gateway = await fleet.startGateway();
}, START_MS);

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await fleet?.[Symbol.asyncDispose]();
  await Promise.all([one, two].map((upstream) => upstream?.[Symbol.asyncDispose]()));
}, START_MS);

const text = async () => (await gateway.call('/api/v1/things')).text();
const health = async () => (await (await gateway.call('/health/ready')).json()) as ReadinessReport;
const openApi = async () => (await (await gateway.call('/openapi.json')).json()) as Document;

/** Who answers, over a few turns. */
async function answering(): Promise<string[]> {
  const names = new Set<string>();
  for (let turn = 0; turn < 4; turn++) names.add(await text());
  return [...names].sort();
}

describe('a gateway that follows the registry', () => {
  it('has no one to send requests to before a service registers', async () => {
    expect((await gateway.call('/api/v1/things')).status).toBe(503);
    expect((await gateway.call('/health')).status).toBe(200);
  });

  it('sees instances come and go without a restart', async () => {
    await fleet.register('t-1', one.url);
    await until(async () => (await gateway.call('/api/v1/things')).status === 200);
    expect(await answering()).toEqual(['one']);
    await fleet.register('t-2', two.url);
    await until(() => gateway.app.registry?.instances('things').length === 2);
    expect(await answering()).toEqual(['one', 'two']);
    await fleet.deregister('t-1');
    await until(() => gateway.app.registry?.instances('things').length === 1);
    expect(await answering()).toEqual(['two']);
  });

  it('is degraded while a service has no instance, and names it', async () => {
    expect(await health()).toMatchObject({
      status: 'degraded',
      dependencies: expect.arrayContaining([
        expect.objectContaining({ name: 'registry', status: 'up' }),
        expect.objectContaining({ name: 'things', status: 'up', detail: { instances: 1 } }),
        expect.objectContaining({ name: 'config-service', status: 'down', lastError: 'no live instance' }),
        expect.objectContaining({ name: 'services', status: 'up', critical: true }),
      ]),
    });
  });

  it('describes itself and what it serves of the services, and says which did not answer', async () => {
    const document = await openApi();
    expect(document.info).toMatchObject({ title: 'API gateway' });
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/health', '/api/v1/things']));
    expect(Object.keys(document.paths)).not.toContain('/api/v1/things/*');
    expect(document.paths['/health']).not.toEqual({});
    expect(document['x-unavailable']).toEqual(['config-service']);
    expect(await (await gateway.call('/docs')).text()).toContain('openapi.json');
  });

  it('takes over a changed setting without a restart', async () => {
    await using silent = await startUpstream(() => undefined);
    await fleet.register('t-3', silent.url);
    await until(() => gateway.app.registry?.instances('things').length === 2);
    await fleet.configure({ silenceMs: 100 });
    await until(() => gateway.app.settings.get('silenceMs') === 100);
    const statuses = [await gateway.call('/api/v1/things'), await gateway.call('/api/v1/things')];
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 504]);
    await fleet.configure({});
    await fleet.deregister('t-3');
    await until(() => gateway.app.registry?.instances('things').length === 1);
  });

  it('never shows the registry or the metrics of a service', async () => {
    expect((await gateway.call('/registry/services')).status).toBe(404);
    expect(await (await gateway.call('/metrics')).text()).toContain('service="api-gateway"');
  });
});

describe('a gateway whose config-service is away', () => {
  it('goes on with what the registry said last, and so does one that starts now', async () => {
    await fleet.stopConfigService();
    expect(await answering()).toEqual(['two']);
    const registryOf = ({ dependencies }: ReadinessReport) => dependencies.find(({ name }) => name === 'registry');
    await until(async () => registryOf(await health())?.status === 'down');
    expect((await health()).status).toBe('degraded');

    await using another = await fleet.startGateway();
    expect(await (await another.call('/api/v1/things')).text()).toBe('two');
  });
});
