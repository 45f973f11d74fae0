import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { service as configService } from '../../../services/config-service/src/generated/service.ts';
import type { ReadinessReport } from '../../../shared/app/index.ts';
import { createSigner, generateKey } from '../../../shared/auth/index.ts';
import { startTestService, until } from '../../../shared/testing/index.ts';
import { redisMissing, type StartedRedis, startRedis } from '../../support/redis.ts';
import { type ServiceProcess, startProcess } from '../../support/service-process.ts';

const FLEET = 'aurora';
const migrations = new URL('../../../migrations/config-service', import.meta.url).pathname;

const suite = redisMissing === undefined ? describe : describe.skip;
suite(`two processes of a gateway on one Redis${redisMissing ? `: ${redisMissing}` : ''}`, () => {
  const parts = new AsyncDisposableStack();
  let redis: StartedRedis;
  let gateways: readonly ServiceProcess[];
  let ask: (url: string, init?: RequestInit) => Promise<Response>;
  let configUrl: string;

  beforeAll(async () => {
    redis = parts.use(await startRedis());
    const [people, own] = await Promise.all([generateKey('dev', ['*']), generateKey('api-gateway', ['*'])]);
    const AUTH_JWKS = JSON.stringify({ keys: [people.publicKey, own.publicKey] });
    const sign = createSigner({ key: people.privateKey, fleet: FLEET });
    const authorization = `Bearer ${await sign({ subject: 'tester', scopes: ['*'], expiresInSeconds: 3_600 })}`;
    ask = (url, init = {}) => fetch(url, { ...init, headers: { authorization, ...init.headers } });
    const config = await startTestService(configService, { migrations, environment: { AUTH_JWKS } });
    parts.defer(() => config.stop());
    configUrl = await config.app.listen({ port: 0, host: '127.0.0.1' });
    const start = async (id: string) =>
      parts.use(
        await startProcess('api-gateway', {
          INSTANCE_ID: id,
          AUTH_JWKS,
          AUTH_SIGNING_KEY: JSON.stringify(own.privateKey),
          FLEET_NAME: FLEET,
          CONFIG_URL: configUrl,
          REDIS_URL: redis.url,
        }),
      );
    gateways = [await start('one'), await start('two')];
  });
  afterAll(() => parts.disposeAsync());

  /** Counted from nothing, for the window is another one each time. */
  let windowSeconds = 600;
  async function limit(ifCacheIsGone: 'local' | 'refuse'): Promise<void> {
    const rateLimit = { requests: 6, windowSeconds: ++windowSeconds, ifCacheIsGone };
    const body = JSON.stringify({ values: { rateLimit } });
    const headers = { 'content-type': 'application/json' };
    const { status } = await ask(`${configUrl}/api/v1/config/api-gateway`, { method: 'PUT', headers, body });
    expect(status).toBe(200);
    // The first answer that shows them has counted, once in each process.
    const inForce =
      ({ url }: ServiceProcess) =>
      async () =>
        (await ask(`${url}/api/v1/files`)).headers.get('ratelimit-policy')?.endsWith(`w=${windowSeconds}`) ?? false;
    for (const gateway of gateways) await until(inForce(gateway));
  }
  /** Asks the two in turn; files belong to nobody who is there, so what is let in gets 503 from further inside. */
  async function refusals(turns: number): Promise<boolean[]> {
    const seen: boolean[] = [];
    for (let turn = 0; turn < turns; turn++) {
      for (const { url } of gateways) seen.push((await ask(`${url}/api/v1/files`)).status === 429);
    }
    return seen;
  }
  const cacheIs = (status: 'up' | 'down') => async () => {
    // It is left alone after a few calls that failed.
    await refusals(1);
    const reports = gateways.map(
      async ({ url }) => (await (await ask(`${url}/health/ready`)).json()) as ReadinessReport,
    );
    const caches = (await Promise.all(reports)).flatMap(({ dependencies }) => dependencies);
    return caches.filter(({ name }) => name === 'cache').every((cache) => cache.status === status);
  };
  const failedCalls = async () => {
    const pages = await Promise.all(gateways.map(async ({ url }) => (await ask(`${url}/metrics`)).text()));
    return pages.map((page) => /cache_call_duration_seconds_count\{.*"failed".*\} (\d+)/.exec(page)?.[1]).join();
  };

  it('count together, each for itself while Redis is gone, and together again', async () => {
    const countTogether = async () => {
      // A Redis that took too long on a busy machine was done without; then once more, in another window.
      for (;;) {
        await until(cacheIs('up'));
        const before = await failedCalls();
        await limit('local');
        const seen = await refusals(4);
        if ((await failedCalls()) === before) return seen;
      }
    };
    const together = [false, false, false, false, true, true, true, true];
    expect(await countTogether()).toEqual(together);
    await redis.kill9();
    try {
      await until(cacheIs('down'));
      await limit('local');
      expect(await refusals(6)).toEqual([...Array(10).fill(false), true, true]);
    } finally {
      await redis.restart();
    }
    expect(await countTogether()).toEqual(together);
  });

  it('let nobody in while it is gone, where that is said', async () => {
    await limit('refuse');
    await redis.kill9();
    try {
      for (const { url } of gateways) {
        await until(async () => {
          const { detail } = (await (await ask(`${url}/api/v1/files`)).json()) as { detail: string };
          return detail.startsWith('How much was asked');
        });
      }
    } finally {
      await redis.restart();
    }
    for (const { url } of gateways) {
      await until(async () => (await ask(`${url}/api/v1/files`)).headers.has('ratelimit'));
    }
  });
});
