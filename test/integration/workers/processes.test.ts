import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { type ServiceProcess, startProcess } from '../../shared/app/support/process.ts';

const program = fileURLToPath(new URL('./support/service-process.ts', import.meta.url));
const env = { PORT: '0', AUTH_JWKS: '{"keys":[]}', WORKERS: '3' };
const start = (more: NodeJS.ProcessEnv = {}, { ipc = false } = {}) =>
  startProcess({ ...env, ...more }, { program, ipc });

/** Over a connection of its own. */
async function ask(url: string): Promise<{ status: number; body: string }> {
  const [answer] = (await once(get(url, { agent: new Agent() }), 'response')) as [IncomingMessage];
  return { status: answer.statusCode as number, body: await text(answer) };
}
const pidOf = async (url: string, path = 'thing'): Promise<number> =>
  JSON.parse((await ask(`${url}/api/v1/${path}`)).body).pid;
const readiness = async (url: string) => JSON.parse((await ask(`${url}/health/ready`)).body);
const allListen = (url: string) => until(async () => (await readiness(url)).status === 'ready', { withinMs: 30_000 });

async function workersOf(url: string): Promise<Set<number>> {
  await allListen(url);
  const pids = new Set<number>();
  await until(async () => pids.add(await pidOf(url)).size === 3);
  return pids;
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const isMatch = (given: object, wanted: object) => isDeepStrictEqual({ ...given, ...wanted }, given);

describe('a service of several workers', () => {
  let service: ServiceProcess;
  let url: string;
  let folder: string;
  const roleFile = () => join(folder, 'role');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aurora-test-workers-'));
    service = start({ ROLE_FILE: roleFile() });
    url = await service.url();
  });
  afterAll(async () => {
    await service?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('has all of them serve on its port, and serves nobody in the process that was started', async () => {
    const workers = await workersOf(url);
    expect(workers.size).toBe(3);
    expect(workers).not.toContain(service.child.pid);
  });

  it('has each of them follow its role', async () => {
    await allListen(url);
    for (const role of ['standby', 'live']) {
      await writeFile(roleFile(), role);
      await until(
        () => service.lines().filter((line) => line.msg === 'role changed' && line.role === role).length === 3,
      );
      expect(await readiness(url)).toMatchObject({ role, consuming: role === 'live' });
    }
  });

  it('counts once over all of them', async () => {
    await allListen(url);
    const failed = async () => /outcome="failed"/.test((await ask(`${url}/metrics`)).body);
    const counts = await Promise.all(
      Array.from({ length: 60 }, async () => JSON.parse((await ask(`${url}/api/v1/count`)).body).count as number),
    );
    // On a machine so busy that the primary took longer than a call may, memory has answered.
    const expected = Array.from({ length: 60 }, (_, index) => index + 1);
    if (await failed()) expect(Math.max(...counts)).toBeLessThanOrEqual(60);
    else expect(counts.toSorted((a, b) => a - b)).toEqual(expected);
  });

  it('adds up the metrics of all, whichever is asked, also of those that are gone', async () => {
    const [victim] = await workersOf(url);
    const asked = async () => {
      const { body } = await ask(`${url}/metrics`);
      return [
        Number(/^things_asked_total\{.*\} (\d+)$/m.exec(body)?.[1]),
        Number(/^http_request_duration_seconds_count\{.*route="\/api\/v1\/thing".*\} (\d+)$/m.exec(body)?.[1]),
      ];
    };
    const before = await asked();
    for (let request = 0; request < 9; request++) await pidOf(url);
    const after = before.map((count) => count + 9);
    for (let scrape = 0; scrape < 6; scrape++) expect(await asked()).toEqual(after);

    process.kill(victim as number, 'SIGKILL');
    await until(() => service.lines().some(({ pid }) => pid === victim));
    expect(await asked()).toEqual(after);
    await allListen(url);
    expect(await asked()).toEqual(after);
    // What is the same for all is no sum.
    const { body } = await ask(`${url}/metrics`);
    expect(body).toMatch(/^service_info\{.*\} 1$/m);
    expect(body).toMatch(/^dependency_up\{dependency="cache",.*\} 1$/m);
    expect(body).toMatch(/^http_requests_in_flight\{.*\} 0$/m);
    expect(body).toMatch(/^process_start_time_seconds\{.*\} \d+$/m);
  });

  it('replaces one that is killed, while the others answer, and says that one is missing', async () => {
    const workers = await workersOf(url);
    const [victim = 0] = workers;
    process.kill(victim, 'SIGKILL');
    await until(() => !isAlive(victim));
    const missing = { name: 'workers', status: 'down', lastError: '2 of 3 workers listen' };
    await until(async () => (await readiness(url)).dependencies.some((each: object) => isMatch(each, missing)));
    for (let request = 0; request < 6; request++) expect(workers).toContain(await pidOf(url));
    const now = await workersOf(url);
    expect([now.has(victim), now.size]).toEqual([false, 3]);
    expect(service.lines()).toContainEqual(
      expect.objectContaining({ level: 'error', msg: 'a worker ended', pid: victim, reason: 'was ended by SIGKILL' }),
    );
  });

  it('replaces one that ends by an error of its own', async () => {
    await allListen(url);
    expect((await ask(`${url}/api/v1/throw`)).status).toBe(200);
    await until(() => service.lines().some(({ reason }) => reason === 'exited with code 1'));
    await allListen(url);
    expect(service.child.exitCode).toBeNull();
  });
});

describe.each(['SIGTERM', 'SIGINT'] as const)('on %s a service of several workers', (signal) => {
  it('answers all that is under way, and ends with 0', async () => {
    await using service = start();
    const url = await service.url();
    await allListen(url);
    const slow = Array.from({ length: 30 }, () => pidOf(url, 'slow'));
    await until(() => service.lines().filter(({ msg }) => msg === 'begun').length === 30);
    service.child.kill(signal);
    service.child.kill(signal);
    expect(new Set(await Promise.all(slow)).size).toBe(3);
    expect(await service.exitCode()).toBe(0);
    await expect(ask(`${url}/health`)).rejects.toThrow('ECONNREFUSED');
    expect(service.lines().filter(({ msg }) => msg === 'drained')).toHaveLength(3);
  });
});

describe('the end of a service of several workers', () => {
  it('comes in any case: a worker that does not even hear the signal is killed', async () => {
    await using service = start({ DRAIN_TIMEOUT_MS: '100' });
    const url = await service.url();
    const [frozen = 0] = await workersOf(url);
    process.kill(frozen, 'SIGSTOP');
    service.child.kill('SIGTERM');
    expect(await service.exitCode()).toBe(1);
    expect(isAlive(frozen)).toBe(false);
  });

  it('comes with that of the process that was started, though it is killed: no orphan, and the port is free', async () => {
    await using service = start();
    const url = await service.url();
    const workers = await workersOf(url);
    service.child.kill('SIGKILL');
    await service.exitCode();
    await until(() => ![...workers].some(isAlive));
    const taker = createServer().listen(Number(new URL(url).port), '127.0.0.1');
    await once(taker, 'listening');
    taker.close();
  });

  it('comes in order when the supervisor is gone', async () => {
    await using service = start({}, { ipc: true });
    await once(service.child, 'message');
    service.child.disconnect();
    expect(await service.exitCode()).toBe(0);
    expect(service.lines().filter(({ msg }) => msg === 'drained')).toHaveLength(3);
  });
});

describe('the start of a service of several workers', () => {
  it('waits at the gate, and is told to have come about once all listen', async () => {
    await using service = start({ AURORA_START_GATE: '1' }, { ipc: true });
    const [loaded] = await once(service.child, 'message');
    expect(loaded).toEqual({ type: 'loaded' });
    expect(service.lines()).toEqual([]);
    service.child.send('start');
    const [listening] = await once(service.child, 'message');
    expect(listening).toEqual({ type: 'listening', port: expect.any(Number) });
    expect((await readiness(`http://127.0.0.1:${listening.port}`)).dependencies).toContainEqual(
      expect.objectContaining({ name: 'workers', detail: { wanted: 3, listening: 3 } }),
    );
  });

  it('is given up where none can listen, for a reason that is told once', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    try {
      await using service = start({ PORT: String(port) });
      expect(await service.exitCode()).toBe(1);
      expect(service.stderr()).toBe(
        [
          `thing-service cannot start: port ${port} on 127.0.0.1 is taken`,
          'thing-service cannot start: a worker exited with code 1 before it listened',
          '',
        ].join('\n'),
      );
    } finally {
      holder.close();
    }
  });

  it('says that so many are too many', async () => {
    await using service = start({ WORKERS: '65' });
    expect(await service.exitCode()).toBe(1);
    expect(service.stderr()).toContain('WORKERS must be a whole number from 1 to 64, not "65"');
  });
});
