import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { service as configService } from '../../../services/config-service/src/generated/service.ts';
import { createSigner, generateKey } from '../../../shared/auth/index.ts';
import { startTestService, until } from '../../../shared/testing/index.ts';
import { type ServiceProcess, startProcess } from '../../support/service-process.ts';

const FLEET = 'aurora';
const WORKERS = 3;
const migrations = new URL('../../../migrations/config-service', import.meta.url).pathname;

const childrenOf = (pid: number): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='])
    .toString()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child);

const workersAreThere = (readiness: string) =>
  (JSON.parse(readiness).dependencies as { name: string; status: string }[]).some(
    ({ name, status }) => name === 'workers' && status === 'up',
  );

describe('a gateway of several workers', () => {
  const parts = new AsyncDisposableStack();
  let gateway: ServiceProcess;
  let configUrl: string;
  let authorization: string;

  beforeAll(async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'aurora-test-workers-'));
    parts.defer(() => rm(stateDir, { recursive: true, force: true }));
    const people = await generateKey('dev', ['*']);
    const own = await generateKey('api-gateway', ['*']);
    const AUTH_JWKS = JSON.stringify({ keys: [people.publicKey, own.publicKey] });
    const sign = createSigner({ key: people.privateKey, fleet: FLEET });
    authorization = `Bearer ${await sign({ subject: 'tester', scopes: ['*'], expiresInSeconds: 3_600 })}`;
    const config = await startTestService(configService, { migrations, environment: { AUTH_JWKS } });
    parts.defer(() => config.stop());
    configUrl = await config.app.listen({ port: 0, host: '127.0.0.1' });
    gateway = parts.use(
      await startProcess('api-gateway', {
        WORKERS: String(WORKERS),
        INSTANCE_ID: 'aurora-api-gateway-1',
        AUTH_JWKS,
        AUTH_SIGNING_KEY: JSON.stringify(own.privateKey),
        FLEET_NAME: FLEET,
        CONFIG_URL: configUrl,
        STATE_DIR: stateDir,
      }),
    );
  });
  afterAll(() => parts.disposeAsync());

  /** Over a connection of its own, so that workers take turns. */
  async function ask(path: string, { method = 'GET', url = gateway.url, body = {} } = {}) {
    const headers = { authorization, ...(method === 'PUT' && { 'content-type': 'application/json' }) };
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    const asked = request(url + path, { method, headers, agent: new Agent() }, async (answer) =>
      resolve({ status: answer.statusCode as number, body: await text(answer) }),
    );
    asked.once('error', reject).end(method === 'PUT' ? JSON.stringify(body) : undefined);
    return promise;
  }
  async function instances(): Promise<readonly { id: string; url: string }[]> {
    const { body } = await ask('/registry/services', { url: configUrl });
    const { items } = JSON.parse(body) as { items: { name: string; instances: { id: string; url: string }[] }[] };
    return items.find(({ name }) => name === 'api-gateway')?.instances ?? [];
  }
  const configure = async (values: object) => {
    const { status, body } = await ask('/api/v1/config/api-gateway', {
      url: configUrl,
      method: 'PUT',
      body: { values },
    });
    expect([status, body]).toEqual([200, expect.anything()]);
  };
  const statuses = async (count: number, path = '/api/v1/files') => {
    const all = [];
    for (let index = 0; index < count; index++) all.push((await ask(path)).status);
    return all;
  };

  it('is one instance of the service, with one lease', async () => {
    await until(async () => (await instances()).length > 0);
    expect(await instances()).toEqual([expect.objectContaining({ id: 'aurora-api-gateway-1', url: gateway.url })]);
    expect(gateway.lines.filter(({ msg }) => msg === 'registered')).toHaveLength(1);
  });

  it('follows settings in every worker, and limits callers to the request over all of them', async () => {
    const inForce = () => gateway.lines.filter(({ msg }) => msg === 'settings in force').length;
    const alone = async () =>
      /cache_call_duration_seconds_count\{.*"failed".*\} (\d+)/.exec((await ask('/metrics')).body)?.[1];
    // A primary that took too long, on a machine that is busy, was counted without; then once more, in another window.
    for (let windowSeconds = 600; ; windowSeconds++) {
      const [before, heard] = [await alone(), inForce()];
      await configure({ rateLimit: { requests: 7, windowSeconds } });
      await until(() => inForce() === heard + WORKERS);
      const all = await statuses(12);
      await configure({});
      await until(() => inForce() === heard + 2 * WORKERS);
      if ((await alone()) !== before) continue;
      expect(all.map((status) => status === 429)).toEqual([...Array(7).fill(false), ...Array(5).fill(true)]);
      break;
    }
  });

  it('keeps its lease when the worker that holds it dies', async () => {
    const registered = () => gateway.lines.filter(({ msg }) => msg === 'registered').length;
    const before = registered();
    for (const worker of childrenOf(gateway.pid)) {
      process.kill(worker, 'SIGKILL');
      await until(() => gateway.lines.some(({ msg, pid }) => msg === 'a worker ended' && pid === worker));
      const ended = performance.now();
      expect(await instances()).toHaveLength(1);
      // What another worker has looked up before is told for a quarter of a second.
      const isNew = () => performance.now() - ended > 500;
      await until(async () => isNew() && workersAreThere((await ask('/health/ready')).body), { withinMs: 30_000 });
    }
    await until(() => registered() > before);
    expect(await instances()).toEqual([expect.objectContaining({ id: 'aurora-api-gateway-1', url: gateway.url })]);
  });

  it('gives the lease back when it ends', async () => {
    expect(await gateway.stop()).toBe(0);
    expect(await instances()).toEqual([]);
  });
});
