import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from '../../../../shared/testing/index.ts';
import { repository } from '../../../support/aurora.ts';

export interface RunApart extends AsyncDisposable {
  kill(signal: NodeJS.Signals): void;
  ended(): Promise<{ readonly code: number | null; readonly error: string }>;
  /** The names of all that runs apart. */
  programs(): string[];
}

/**
 * `./bin/test --prepare` on what is another machine to an engine: with a /run, a folder for images and a network of its own, which
 * leads nowhere.
 * @param before commands for the shell that starts it
 */
export async function runApart(before = 'true'): Promise<RunApart> {
  const images = await mkdtemp(join(tmpdir(), 'aurora-test-engine-'));
  const script = [
    'mount -t tmpfs tmpfs /run',
    `mkdir -p /var/lib/docker && mount --bind ${images} /var/lib/docker`,
    before,
    `exec ${process.execPath} test/run/main.ts --prepare`,
  ].join('\n');
  const { DOCKER_HOST, ...env } = process.env;
  const child = spawn('unshare', ['--mount', '--net', 'sh', '-ec', script], {
    cwd: repository,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const outcome = Promise.all([once(child, 'exit'), text(child.stderr)]);
  const pid = child.pid as number;
  const here = namespaceOf(process.pid);
  const apart = await until(() => [namespaceOf(pid)].find((namespace) => namespace && namespace !== here));
  const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && namespaceOf(name) === apart);
  return {
    kill: (signal) => void child.kill(signal),
    async ended() {
      const [[code], error] = await outcome;
      return { code, error };
    },
    programs: () => pids().flatMap((name) => unlessGone(() => readFileSync(`/proc/${name}/comm`, 'utf8').trim()) ?? []),
    async [Symbol.asyncDispose]() {
      for (const name of pids()) process.kill(Number(name), 'SIGKILL');
      await until(() => pids().length === 0);
      await rm(images, { recursive: true, force: true });
    },
  };
}

function namespaceOf(pid: number | string): string | undefined {
  return unlessGone(() => readlinkSync(`/proc/${pid}/ns/mnt`));
}

/** Undefined: the process has ended meanwhile. */
function unlessGone(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
