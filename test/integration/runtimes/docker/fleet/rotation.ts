import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FleetStatus, InfrastructureStatus } from '../../../../../cli/runtimes/contract.ts';
import { postgresAdministration } from '../../../../../cli/runtimes/databases/postgres-administrator.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { run } from '../../../../support/aurora.ts';
import type { Clone } from '../../../../support/clone.ts';
import { LONG } from '../../../../support/long.ts';

const NEXT = 'administrator.next';
const DRAFT = /\.[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Containers are recreated several times. */
const PATIENT_MS = 600_000;

/** What becomes of the secrets of a fleet that runs, with a cache, when they are replaced. */
export function describeRotation(running: () => Clone): void {
  describe('the secrets of a fleet of containers', () => {
    const environment = { AURORA_RUNTIME: 'docker' };
    let copy: Clone;
    let passwords: string;
    beforeAll(() => {
      copy = running();
      passwords = join(copy.root, '.aurora/run/secrets/docker/passwords');
    });

    async function succeeds(...args: string[]): Promise<string> {
      const { exitCode, stdout, stderr } = await copy.aurora(...args);
      expect(`${exitCode} ${exitCode === 0 ? '' : stdout + stderr}`).toBe('0 ');
      return stdout;
    }

    /** Every password that there is, by the name of its file; a kill may leave the draft of one, which nobody reads. */
    async function values(): Promise<ReadonlyMap<string, string>> {
      const names = (await readdir(passwords)).filter((name) => !DRAFT.test(name)).sort();
      return new Map(
        await Promise.all(names.map(async (name) => [name, await readFile(join(passwords, name), 'utf8')] as const)),
      );
    }

    async function partsOf(): Promise<(part: string) => InfrastructureStatus | undefined> {
      const status: FleetStatus = JSON.parse(await succeeds('status', '--json'));
      return (part) => status.infrastructure.find(({ name }) => name === part);
    }

    /** Names of the logins that still get in. */
    async function admitted(all: ReadonlyMap<string, string>): Promise<readonly string[]> {
      const part = await partsOf();
      const getsIn = (name: string, password: string) => {
        if (name === 'cache') return inCache(part('redis')?.port, password);
        if (name.startsWith('broker-')) return inBroker(part('rabbitmq')?.container ?? '', name, password);
        return inDatabase(part('postgres')?.port, name, password);
      };
      const answers = [...all].map(async ([name, password]) => ((await getsIn(name, password)) ? [name] : []));
      return (await Promise.all(answers)).flat();
    }

    async function allSecretTexts(): Promise<readonly string[]> {
      const folder = join(copy.root, '.aurora/run/secrets/keys');
      const files = (await readdir(folder)).filter((name) => name !== 'retired.jwks.json');
      const keys = await Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
      const halves = keys.flatMap(({ d, keys: several = [] }) => [d, ...several.map(({ k }: { k: string }) => k)]);
      return [...(await values()).values(), ...halves.filter(Boolean)];
    }

    /** All that the engine tells of the fleet. */
    async function told(): Promise<string> {
      const { stdout } = await run('docker', [
        'ps',
        '-aq',
        '--no-trunc',
        '--filter',
        `label=aurora.folder=${copy.root}`,
      ]);
      const ids = stdout.trim().split('\n');
      const [inspected, ...logs] = await Promise.all([
        run('docker', ['inspect', ...ids]),
        ...ids.map((id) => run('docker', ['logs', id])),
      ]);
      return [inspected, ...logs].flatMap((each) => [each?.stdout, each?.stderr]).join('\n');
    }

    it(
      'are replaced while it runs; no server takes the old ones, and nobody tells either',
      async () => {
        const [old, oldTexts] = [await values(), await allSecretTexts()];
        expect(await admitted(old)).toEqual([...old.keys()]);
        const printed = await succeeds('secret', 'rotate', '--json');
        expect(await admitted(old)).toEqual([]);
        const fresh = await values();
        expect([...fresh.keys()]).toEqual([...old.keys()]);
        expect(await admitted(fresh)).toEqual([...fresh.keys()]);
        const everything = printed + (await succeeds('secret', 'list', '--json')) + (await told());
        expect([...oldTexts, ...(await allSecretTexts())].filter((text) => everything.includes(text))).toEqual([]);
        await succeeds('verify');
        expect(JSON.parse(await succeeds('up', '--dry-run', '--no-seed', '--json'))).toEqual({ steps: [] });
      },
      PATIENT_MS,
    );

    it(
      'are whole again after the next up, where a rotation was killed on its way',
      async () => {
        const old = await values();
        const rotation = spawn(process.execPath, [join(copy.root, 'bin/run.js'), 'secret', 'rotate'], {
          cwd: copy.root,
          env: { ...process.env, ...environment },
          stdio: 'ignore',
        });
        const ended = once(rotation, 'exit');
        await until(() => existsSync(join(passwords, NEXT)));
        rotation.kill('SIGKILL');
        await ended;
        await succeeds('up', '-d', '--no-seed');
        await succeeds('verify');
        const fresh = await values();
        expect(fresh.has(NEXT)).toBe(false);
        expect(fresh.get('administrator')).not.toBe(old.get('administrator'));
        expect(await admitted(fresh)).toEqual([...fresh.keys()]);
      },
      PATIENT_MS,
    );

    if (LONG)
      it(
        'come into force with the next up of a fleet that is down',
        async () => {
          const old = await values();
          await succeeds('down');
          expect(JSON.parse(await succeeds('secret', 'rotate', 'databases', '--json'))).toMatchObject({
            inForce: false,
          });
          await succeeds('up', '-d', '--isolated', '--no-seed');
          const stay = [...old.keys()].filter((name) => name === 'cache' || name.startsWith('broker-'));
          expect(await admitted(old)).toEqual(stay);
          await succeeds('verify');
        },
        PATIENT_MS,
      );
  });
}

function inDatabase(port: number | undefined, name: string, password: string): Promise<boolean> {
  const [login, database] = name === 'administrator' ? ['postgres', 'postgres'] : [name, name.replace(/_owner$/, '')];
  return postgresAdministration.admits(`postgres://${login}:${password}@127.0.0.1:${port}/${database}`);
}

async function inBroker(container: string, name: string, password: string): Promise<boolean> {
  const login = name === 'broker-administrator' ? name : name.slice('broker-'.length);
  const command = ['exec', container, 'rabbitmqctl', 'authenticate_user', login, password];
  const { exitCode, stdout, stderr } = await run('docker', command);
  if (exitCode === 0) return true;
  expect(stdout + stderr).toMatch(/failed to authenticate|refused/i);
  return false;
}

async function inCache(port: number | undefined, password: string): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port: port ?? 0 });
  try {
    socket.write(`AUTH ${password}\r\n`);
    const [answer] = await once(socket, 'data');
    if (String(answer).startsWith('+OK')) return true;
    expect(String(answer)).toContain('WRONGPASS');
    return false;
  } finally {
    socket.destroy();
  }
}
