import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, guard } from '../../shared/testing/index.ts';

const SERVER = '/usr/bin/redis-server';
export const REDIS_PASSWORD = 'open-sesame-2f9c';

/** Why tests on Redis cannot run here; undefined: they can. */
export const redisMissing = existsSync(SERVER)
  ? undefined
  : 'redis-server is not installed (apt-get install --no-install-recommends redis-server)';

export interface StartedRedis extends AsyncDisposable {
  /** With the password in it. */
  readonly url: string;
  /** Runs a `redis-cli` command and returns what it prints. */
  cli(...command: string[]): Promise<string>;
  /** SIGKILL, as a crash would. */
  kill9(): Promise<void>;
  /** Starts again on the same port, with nothing in it. */
  restart(): Promise<void>;
  /** SIGSTOP: it takes connections and answers nothing. */
  freeze(): void;
  thaw(): void;
}

/** A fresh, real Redis of one's own on loopback. It does not outlive the process that started it. */
export async function startRedis(): Promise<StartedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-redis-'));
  const port = await freePort();
  let server = await launch(folder, port);
  return {
    url: `redis://:${REDIS_PASSWORD}@127.0.0.1:${port}/0`,
    cli: (...command) => cli(port, command),
    kill9: () => server.end(),
    async restart() {
      server = await launch(folder, port);
    },
    freeze: () => void server.process.kill('SIGSTOP'),
    thaw: () => void server.process.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await server.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, port: number) {
  const settings = ['--bind', '127.0.0.1', '--save', '', '--dir', folder, '--requirepass', REDIS_PASSWORD];
  const child = spawn(SERVER, ['--port', String(port), ...settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lift = guard(child.pid as number, folder);
  await untilReady(child);
  return {
    process: child,
    async end() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      lift();
    },
  };
}

async function untilReady({ stdout, ...child }: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<void> {
  for await (const text of stdout) if (String(text).includes('Ready to accept connections')) return;
  throw new Error(`Redis ended with ${child.exitCode}`);
}

async function cli(port: number, command: readonly string[]): Promise<string> {
  const child = spawn('redis-cli', ['-p', String(port), ...command], {
    env: { ...process.env, REDISCLI_AUTH: REDIS_PASSWORD },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  return output.trim();
}
