import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type VerifyOptions, verify } from '../../../cli/actions/verify.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { LogLine, Runtime } from '../../../cli/runtimes/contract.ts';
import { ensureKeys } from '../../../cli/runtimes/keys.ts';
import { type Defect, FLEET, problem, type Shop, shop } from './support/shop.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-verify-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A runtime that has this fleet running, without databases, and has logged these lines. */
function runtimeOf({ ground }: Shop, logged: readonly LogLine[] = []): Runtime {
  const runtime: Pick<Runtime, 'name' | 'observe' | 'logs' | 'withDatabases' | 'withBroker'> = {
    name: 'process',
    observe: async () => ground.status,
    async *logs(_fleet, { services: [service], contains, tail = 15 }) {
      if (service === undefined) yield* logged.filter(({ text }) => text.includes(contains ?? ''));
      else for (let line = 16 - tail; line <= 15; line++) yield { service, text: `line ${line} of ${service}` };
    },
    withDatabases: async () => {
      throw new Error('no database');
    },
    withBroker: async () => {
      throw new Error('no broker');
    },
  };
  return runtime as Runtime;
}

/** As far as it needs no database, broker, or files of a fleet. */
const OPTIONS = { smoke: false, skip: ['contracts', 'events'] } as const;

const ILL: Defect = (service, { path }) =>
  service === 'orders-service' && path === '/health' ? problem(500, 'internal') : undefined;

describe('aurora verify', () => {
  it('asks with real tokens, and tells of what failed with the last lines of its service', async () => {
    const fleet = { ...FLEET, root };
    await ensureKeys(fleet, join(root, '.aurora/run/secrets'));
    await using running = await shop(ILL);
    const report = await verify(fleet, runtimeOf(running), OPTIONS, silentNarrator);

    const failed = report.checks.filter(({ status }) => status === 'failed');
    expect(failed.map(({ claim }) => claim)).toEqual([
      'orders-service is alive',
      'every migration is applied, and none was edited since',
      'the databases have the tables that the models ask for',
    ]);
    expect(failed[0]).toMatchObject({
      where: expect.stringMatching(/^GET http:.*\/health$/),
      expected: '200',
      found: '500 (internal)',
      next: ['aurora logs --service orders-service --since 5m'],
      log: Array.from({ length: 10 }, (_, n) => `line ${n + 6} of orders-service`),
    });
    expect(failed[1]).toMatchObject({ reason: 'no database', log: [] });
    expect(report).toMatchObject({ fleet: 'shop', runtime: 'process', ok: false, failed: 3, runs: [{ ok: false }] });
  });

  it('shows the lines that the requests of a failed check have left in all services, without secrets', async () => {
    const fleet = { ...FLEET, root };
    await ensureKeys(fleet, join(root, '.aurora/run/secrets'));
    const logged: LogLine[] = [];
    const log = (service: string, correlationId: unknown, msg: string) =>
      logged.push({ service, text: JSON.stringify({ level: 'warn', service, msg, correlationId }) });
    await using running = await shop((service, request) => {
      const defect = ILL(service, request);
      if (defect) {
        log('orders-service', request.headers['x-correlation-id'], 'postgres://me:hidden1@db refused');
        log('config-service', request.headers['x-correlation-id'], 'asked');
        log('config-service', 'verify-of-another-run', 'asked');
      }
      return defect;
    });
    const options = { ...OPTIONS, areas: ['health'] } as const;
    const { checks } = await verify(fleet, runtimeOf(running, logged), options, silentNarrator);
    const [failed] = checks.filter(({ status }) => status === 'failed');
    expect(failed?.log.map((line) => JSON.parse(line).msg)).toEqual(['postgres://me:[redacted]@db refused', 'asked']);
    expect(failed?.next).toEqual([
      `aurora trace ${failed?.correlationId}`,
      `aurora logs --correlation-id ${failed?.correlationId}`,
    ]);
  });

  it('signs no token where nobody may: what needs one is left out', async () => {
    await using running = await shop();
    const fleet = { ...FLEET, root, environment: 'production' };
    const options = { ...OPTIONS, areas: ['access', 'health', 'headers'] } as const;
    const report = await verify(fleet, runtimeOf(running), options, silentNarrator);
    expect(report.failed).toBe(0);
    expect(report.checks.find(({ area }) => area === 'access')).toMatchObject({
      status: 'skipped',
      reason: 'it needs a token, and tokens of production are signed elsewhere',
    });
  });

  it('goes through all of it as often as it is asked to, and tells what failed in some runs alone', async () => {
    const fleet = { ...FLEET, root };
    let asked = 0;
    await using running = await shop((service, { path }) =>
      service === 'orders-service' && path === '/health' && ++asked === 2 ? problem(500, 'internal') : undefined,
    );
    const options = { smoke: true, areas: ['health'], repeat: 3 } as const;
    const report = await verify(fleet, runtimeOf(running), options, silentNarrator);
    expect(report).toMatchObject({
      ok: false,
      runs: [{ ok: true }, { ok: false }, { ok: true }],
      flakes: [{ area: 'health', claim: 'orders-service is alive', failedIn: [2] }],
    });
  });

  it('chooses by area and service, and refuses a service that there is not', async () => {
    const fleet = { ...FLEET, root };
    await using running = await shop();
    const claims = async (options: VerifyOptions) =>
      (await verify(fleet, runtimeOf(running), options, silentNarrator)).checks.map(({ claim }) => claim);
    expect(await claims({ areas: ['health'], services: ['orders-service'] })).toEqual([
      'orders-service is alive',
      'orders-service is ready',
    ]);
    await expect(claims({ services: ['order-service'] })).rejects.toMatchObject({ code: 'no_such_service' });
  });

  it('needs a fleet that runs', async () => {
    const runtime: Pick<Runtime, 'observe'> = { observe: async () => null };
    await expect(verify(FLEET, runtime as Runtime, {}, silentNarrator)).rejects.toMatchObject({
      code: 'not_running',
      exit: 'notRunning',
    });
  });
});
