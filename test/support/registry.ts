import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, guard, until } from '../../shared/testing/index.ts';

const SERVER = '/usr/bin/docker-registry';

/** Why tests on a registry cannot run here; undefined: they can. */
export const registryMissing = existsSync(SERVER)
  ? undefined
  : 'docker-registry is not installed (apt-get install --no-install-recommends docker-registry)';

/** Of the one user that the registry knows; the hash is bcrypt's of this password. */
export const LOGIN = { user: 'anna', password: 'word:pass' } as const;
const HASH = '$2b$05$t/fV482xMWZlN9e1MPvCM.hbEJTfhBeZtxYdXTCMwVGxo0GWg0Pry';

export interface StartedRegistry extends AsyncDisposable {
  /** e.g. `127.0.0.1:5000`. */
  readonly host: string;
  /** The tags of a repository. */
  tags(repository: string): Promise<readonly string[]>;
}

/** A real registry of one's own on loopback, which lets in whoever logs in. */
export async function startRegistry(): Promise<StartedRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  await writeFile(join(folder, 'users'), `${LOGIN.user}:${HASH}\n`);
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host },
    auth: { htpasswd: { realm: 'test', path: join(folder, 'users') } },
  };
  // JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const server: ChildProcess = spawn(SERVER, ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  const lift = guard(server.pid as number, folder);
  const ended = once(server, 'exit');
  const headers = { authorization: `Basic ${btoa(`${LOGIN.user}:${LOGIN.password}`)}` };
  const ask = (path: string) => fetch(`http://${host}/v2/${path}`, { headers });
  await until(() =>
    ask('').then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    host,
    async tags(repository) {
      const answer = await ask(`${repository}/tags/list`);
      return answer.ok ? ((await answer.json()) as { tags: string[] }).tags : [];
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM');
      await ended;
      lift();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
