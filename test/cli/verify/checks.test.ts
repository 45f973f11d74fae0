import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { checksOf } from '../../../cli/verify/checks-of.ts';
import { type Outcome, runChecks } from '../../../cli/verify/run.ts';
import { type Defect, FLEET, problem, type Shop, shop } from './support/shop.ts';

/** A machine that is busy answers late. */
const PATIENT_MS = 20_000;
const SHORT_MS = 1_000;

/** All checks but those that need a database, a broker, or the files of a fleet. */
async function verify(
  { ground }: Pick<Shop, 'ground'>,
  { smoke = false, patienceMs = PATIENT_MS } = {},
): Promise<Outcome[]> {
  const checks = await checksOf(ground, { smoke, skip: ['migrations', 'contracts', 'events'] });
  return runChecks(checks, ground, { budgetMs: 60_000, patienceMs, narrator: silentNarrator });
}

async function failuresOf(defect: Defect, patienceMs?: number): Promise<string[]> {
  await using fleet = await shop(defect);
  const results = await verify(fleet, { ...(patienceMs && { patienceMs }) });
  return results.flatMap(({ status, claim, reason }) => (status === 'failed' ? [`${claim}: ${reason}`] : []));
}

describe('the checks of a fleet', () => {
  it('pass where all is well, and leave nothing behind', async () => {
    await using fleet = await shop();
    const results = await verify(fleet);
    expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(results.map(({ area }) => area)).toEqual([
      ...Array(6).fill('health'),
      ...Array(2).fill('registry'),
      ...Array(2).fill('access'),
      ...Array(10).fill('headers'),
      'journeys',
    ]);
    expect(fleet.stored.size).toBe(0);
  });

  it('make rows like those that are there, which rules that no config tells have let pass', async () => {
    const picky: Defect = (_service, { method, body }) => {
      const { amount } = Object(body);
      return ['POST', 'PATCH'].includes(method) && amount !== 7 && amount !== 8
        ? problem(422, 'odd_amount')
        : undefined;
    };
    expect(await failuresOf(picky)).toEqual([expect.stringContaining('odd_amount')]);
    await using fleet = await shop(picky);
    for (const amount of [7, 8])
      fleet.stored.set(`${amount}`, { id: `${amount}`, title: `${amount}`, amount, version: 1 });
    const results = await verify(fleet);
    expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect([...fleet.stored.keys()]).toEqual(['7', '8']);
  });

  it('ask for the scopes of commands and queries, too', async () => {
    const ship = { name: 'ship', path: 'ship', scope: 'orders:ship', input: [] };
    const services = FLEET.services.map((service) =>
      service.kind === 'domain'
        ? { ...service, entities: service.entities.map((entity) => ({ ...entity, commands: [ship] })) }
        : service,
    );
    const claim = /^POST http:\S+\/orders\/[-\d]+\/ship refuses who has not the scope orders:ship/;
    const failures = async (defect?: Defect) => {
      await using fleet = await shop(defect, { ...FLEET, services });
      const results = (await verify(fleet)).filter(({ area }) => area === 'access');
      expect(results.filter((result) => claim.test(result.claim))).toHaveLength(2);
      return results.filter(({ status }) => status === 'failed').map((result) => result.claim);
    };
    expect(await failures()).toEqual([]);
    const open = await failures((_service, { path }) =>
      path.endsWith('/ship') ? { status: 200, body: {} } : undefined,
    );
    expect(open).toEqual([expect.stringMatching(claim), expect.stringMatching(claim)]);
  });

  it('write down what they are about to make, so that the next run takes it away where this one is killed', async () => {
    let folder = '';
    const journals = () =>
      readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n').slice(1));
    const seen: string[][][] = [];
    const stays: Defect = (service, { method }) => {
      if (service === 'api-gateway' && ['POST', 'DELETE'].includes(method)) seen.push(journals());
      return method === 'DELETE' ? problem(403, 'it_stays') : undefined;
    };
    await using fleet = await shop(stays);
    folder = join(fleet.ground.fleet.root, '.aurora/run/journeys');
    const failed = (await verify(fleet)).filter(({ status }) => status === 'failed');
    expect(failed.map(({ reason }) => reason)).toEqual([expect.stringContaining('it_stays')]);
    const [id] = fleet.stored.keys();
    const [begun, made] = [
      expect.stringContaining('"begun"'),
      expect.stringContaining(`"made","path":"/api/v1/orders/${id}"`),
    ];
    expect(seen).toEqual([[[begun]], [[begun, made]], [[begun, made]]]);
    expect(journals()).toEqual([[begun, made]]);
  });

  it('have nothing to undo of what was refused', async () => {
    await using fleet = await shop((_service, { method }) =>
      method === 'POST' ? problem(409, 'unique_violation') : undefined,
    );
    expect((await verify(fleet)).filter(({ status }) => status === 'failed')).toHaveLength(1);
    expect(fleet.requests.filter((request) => request.startsWith('POST '))).toHaveLength(1);
    expect(readdirSync(join(fleet.ground.fleet.root, '.aurora/run/journeys'))).toEqual([]);
  });

  it('write nothing with --smoke', async () => {
    await using fleet = await shop();
    const results = await verify(fleet, { smoke: true });
    expect(results).toHaveLength(20);
    expect(fleet.requests.filter((request) => !/^(?:GET|OPTIONS) /.test(request))).toEqual([]);
  });

  it('go past a gateway that is not there', async () => {
    await using fleet = await shop(undefined, { ...FLEET, services: FLEET.services.slice(1) });
    const results = await verify(fleet);
    expect(results.filter(({ status, area }) => status === 'failed' && area !== 'registry')).toEqual([]);
    expect(fleet.requests).toContain('POST orders-service /api/v1/orders');
    expect(results.map(({ claim }) => claim)).not.toContain('the registry is not to be had through the gateway');
  });

  it('ask nothing of a service that was not started', async () => {
    await using fleet = await shop();
    const { status } = fleet.ground;
    const services = status.services.filter(({ name }) => name !== 'orders-service');
    const results = await verify({ ground: { ...fleet.ground, status: { ...status, services } } });
    expect(results.map(({ area }) => area)).toEqual([
      ...Array(4).fill('health'),
      ...Array(2).fill('registry'),
      ...Array(7).fill('headers'),
    ]);
  });

  it('fail on a service that is dead', async () => {
    await using fleet = await shop();
    await fleet.stop('config-service');
    const failed = (await verify(fleet)).filter(({ status }) => status === 'failed');
    expect(failed.map(({ claim }) => claim)).toEqual([
      'config-service is alive',
      'config-service is ready',
      'every service is registered',
    ]);
    expect(failed[0]?.reason).toMatch(/^GET http:\S+\/health got no answer: connect ECONNREFUSED/);
  });

  it('fail on a service that does not answer in time', async () => {
    const failures = await failuresOf(
      (service, { path }) => (service === 'orders-service' && path === '/health' ? 'silence' : undefined),
      SHORT_MS,
    );
    expect(failures).toContainEqual(
      expect.stringMatching(`^orders-service is alive: GET .* got no answer within ${SHORT_MS} ms`),
    );
  });

  it.each<[title: string, defect: Defect, failure: RegExp]>([
    [
      'a dependency is down',
      (service, { path }) =>
        service === 'orders-service' && path === '/health/ready'
          ? {
              status: 503,
              body: {
                dependencies: [
                  { name: 'database', status: 'down', lastError: 'refused' },
                  { name: 'broker', status: 'up' },
                ],
              },
            }
          : undefined,
      /^orders-service is ready: GET .* answered 503; not well: database \(refused\)$/,
    ],
    [
      'one is down that is not critical',
      (service, { path }) =>
        service === 'orders-service' && path === '/health/ready'
          ? { status: 200, body: { dependencies: [{ name: 'config-service', status: 'down' }] } }
          : undefined,
      /^orders-service is ready: GET .* answered 200; not well: config-service$/,
    ],
    [
      'an answer is no JSON',
      (service, { path }) =>
        service === 'orders-service' && path === '/health' ? { status: 200, body: '{"status' } : undefined,
      /^orders-service is alive: GET .* answered 200 with JSON that cannot be read$/,
    ],
    [
      'a service has no lease',
      (_service, { path }) =>
        path === '/registry/services' && _service === 'config-service'
          ? {
              status: 200,
              body: {
                items: [
                  { name: 'api-gateway', instances: [{}] },
                  { name: 'config-service', instances: [{}] },
                  { name: 'orders-service', instances: [] },
                ],
              },
            }
          : undefined,
      /^every service is registered: no lease of orders-service$/,
    ],
    [
      'the gateway shows the registry',
      (service, { path }) =>
        service === 'api-gateway' && path === '/registry/services' ? { status: 200, body: { items: [] } } : undefined,
      /^the registry is not to be had through the gateway: GET .* answered 200, not 404$/,
    ],
    [
      'everybody may read',
      (service, { path, method, scopes }) =>
        service === 'orders-service' && method === 'GET' && scopes === undefined && path.startsWith('/api')
          ? { status: 200, body: {} }
          : undefined,
      /^http:\S+ refuses who may not read orders: GET .* answered 200, not 401$/,
    ],
    [
      'who may write may read',
      (service, { path, scopes }) =>
        service === 'orders-service' && path.startsWith('/api') && scopes?.join() === 'orders:write'
          ? { status: 200, body: {} }
          : undefined,
      /^http:\S+ refuses who may not read orders: GET .* answered 200, not 403$/,
    ],
    [
      'nothing can be created',
      (_service, { method }) =>
        method === 'POST' ? problem(503, 'unavailable', 'The database is not available.') : undefined,
      /POST .* answered 503, not 201 \(unavailable: The database is not available\.\)$/,
    ],
    [
      'what was sent is not what was created',
      (_service, { method }) => (method === 'POST' ? { status: 201, body: { id: 'x', title: 'other' } } : undefined),
      /what was created has title "other", not "verify-[0-9a-f]{12}"$/,
    ],
    [
      'a change is not kept',
      (_service, { method, path }) =>
        method === 'PATCH' ? { status: 200, body: { id: path.split('/').at(-1), title: 'as before' } } : undefined,
      /what was changed has title "as before", not "verify-/,
    ],
    [
      'a list misses it',
      (_service, { path }) =>
        path.includes('filter') ? { status: 200, body: { items: [], nextCursor: null } } : undefined,
      /what was listed has id undefined, not "/,
    ],
    [
      'what was deleted is still there',
      (_service, { method }) => (method === 'DELETE' ? { status: 204 } : undefined),
      /GET .* answered 200, not 404$/,
    ],
  ])('fail where %s', async (_title, defect, failure) => {
    expect(await failuresOf(defect)).toEqual([expect.stringMatching(failure)]);
  });

  it('clean up after a failure, which stays the one that is told', async () => {
    await using fleet = await shop((_service, { path }) =>
      path.includes('filter') ? problem(500, 'internal') : undefined,
    );
    const failed = (await verify(fleet)).filter(({ status }) => status === 'failed');
    expect(failed.map(({ reason }) => reason)).toEqual([expect.stringMatching(/answered 500, not 200 \(internal\)$/)]);
    expect(fleet.stored.size).toBe(0);
  });
});
