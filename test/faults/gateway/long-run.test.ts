import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { freePort, until } from '../../../shared/testing/index.ts';
import { LONG } from '../../support/long.ts';
import { type GatewayProcess, startGatewayProcess } from './support/gateway-process.ts';
import { describe, grown, type Holdings } from './support/holdings.ts';
import { IdleConnections } from './support/idle-connections.ts';
import { PATHS, traffic } from './support/traffic.ts';
import { type FickleUpstream, startFickleUpstream } from './support/upstream.ts';

const [REQUESTS, WARM_UP, IDLE] = LONG ? [1_000_000, 50_000, 5_000] : [10_000, 5_000, 1_000];
/** Enough for one planted leak of each kind with every tenth request. */
const FEW = 2_000;
const PATIENCE_MS = LONG ? 3_600_000 : 240_000;

const SETTINGS = {
  // On, and never reached.
  rateLimit: { requests: 1_000_000_000, windowSeconds: 60 },
  routes: [{ path: PATHS.good, webSocket: true }],
  shedding: { lagMs: 60_000 },
  concurrency: { requests: 100_000, queue: 100 },
  // The idle ones are to stay for as long as the run takes.
  limits: { idleMs: 3_600_000 },
};

async function start(upstream: FickleUpstream, preload: readonly string[] = []): Promise<GatewayProcess> {
  const instances = {
    'subject-service': [upstream.url],
    'file-service': [upstream.url],
    'syllabus-service': [`http://127.0.0.1:${await freePort()}`],
  };
  return startGatewayProcess({ instances, settings: SETTINGS, preload });
}

/** What it holds once it lets go of nothing more. */
async function settled(gateway: GatewayProcess): Promise<Holdings> {
  let last = await gateway.holdings();
  const keeps = async () => {
    const before = last;
    last = await gateway.holdings();
    return last.sockets >= before.sockets && last.requests >= before.requests && last.answers >= before.answers && last;
  };
  return until(keeps, { withinMs: 60_000 });
}

it(
  `holds no more after ${REQUESTS} requests with ${IDLE} idle connections than before`,
  async () => {
    await using upstream = await startFickleUpstream();
    await using gateway = await start(upstream);
    const run = async (requests: number) => {
      const url = `http://127.0.0.1:${gateway.port}`;
      using idle = await IdleConnections.open(url, `${PATHS.good}/good-0`, gateway.authorization, IDLE);
      const tally = await traffic(gateway, upstream, requests);
      await idle.answer();
      return { tally, meanwhile: await gateway.holdings() };
    };
    await run(WARM_UP);
    const before = await settled(gateway);
    const { tally, meanwhile } = await run(REQUESTS);
    const after = await settled(gateway);

    const figures = [describe('before', before), describe('meanwhile', meanwhile), describe('after', after)];
    process.stderr.write(`${[...figures, JSON.stringify(tally)].join('\n')}\n`);
    expect(tally.good).toEqual({ 200: expect.any(Number) });
    expect(tally.upload).toEqual({ 200: expect.any(Number) });
    expect(tally.WebSocket).toEqual({ 101: expect.any(Number) });
    expect(grown(before, after)).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'would not get away with a leak',
  async () => {
    await using upstream = await startFickleUpstream();
    await using gateway = await start(upstream, [resolve(import.meta.dirname, 'support/planted.ts')]);
    await traffic(gateway, upstream, FEW);
    const before = await settled(gateway);
    await traffic(gateway, upstream, FEW);
    const leaks = grown(before, await settled(gateway)).map((leak) => leak.split(':')[0]);
    expect(leaks).toEqual(expect.arrayContaining(['requests', 'answers', 'timers', 'listeners']));
  },
  PATIENCE_MS,
);
