import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { guard } from './guard.ts';
import { freePort } from './port.ts';
import { copyCluster, PASSWORD, type Template, template } from './postgres-template.ts';

export interface StartedPostgres extends AsyncDisposable {
  readonly port: number;
  /** The superuser's URL of a database; `postgres` unless named. */
  url(database?: string): string;
  /** Creates a database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends the server in order and removes its data. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would; the data stays for `restart`. */
  kill9(): Promise<void>;
  /** Starts again on the same port and data, after `kill9` or while running. */
  restart(): Promise<void>;
}

/**
 * A fresh, real PostgreSQL of one's own in a few hundred milliseconds. It does not outlive the process that started it.
 * `fsync` is off unless `settings` says otherwise: a killed server keeps its data, a killed machine would not.
 */
export async function startPostgres(options: { settings?: Record<string, string> } = {}): Promise<StartedPostgres> {
  const base = await template();
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-postgres-run-'));
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  await copyCluster(base, data);
  // Its shared memory lies beside its data, and goes with it when it is killed.
  const settings = { fsync: 'off', max_connections: '200', dynamic_shared_memory_type: 'mmap', ...options.settings };

  const start = (port: number) => startServer(base, data, port, settings, folder);
  let server = await withFreePort(start);

  const stop = async () => {
    await end(server, 'SIGINT');
    server.lift();
    await rm(folder, { recursive: true, force: true });
  };
  const url = (database = 'postgres') => `postgres://postgres:${PASSWORD}@127.0.0.1:${server.port}/${database}`;

  return {
    port: server.port,
    url,
    async createDatabase(name) {
      const client = new pg.Client(url());
      await client.connect();
      try {
        // Copied as files: half the work of the way through the log.
        await client.query(`create database ${pg.escapeIdentifier(name)} strategy file_copy`);
      } finally {
        await client.end();
      }
      return url(name);
    },
    stop,
    async kill9() {
      const sessions = await childrenOf(server.process);
      await end(server, 'SIGKILL');
      for (const pid of sessions) killIfThere(pid);
    },
    async restart() {
      await end(server, 'SIGINT');
      server.lift();
      server = await start(server.port);
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Its sessions would go on for a moment, and answer what is still asked of them: a crash ends them all. */
async function childrenOf({ pid }: ChildProcess): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=', '-o', 'pid=']);
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([parent, child]) => (parent === pid && child !== undefined ? [child] : []));
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
  readonly lift: () => void;
}

async function startServer(
  base: Template,
  data: string,
  port: number,
  settings: Record<string, string>,
  folder: string,
): Promise<Server> {
  const parameters = { ...settings, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const deadline = Date.now() + 20_000;
  for (;;) {
    const child = spawn(base.postgres, ['-D', data, ...Object.entries(parameters).map(([k, v]) => `--${k}=${v}`)], {
      ...base.user,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const log = await untilReady(child);
    if (log === undefined) return { process: child, port, lift: guard(child.pid as number, folder) };
    // After a SIGKILL the old server's children hold the shared memory for a moment.
    if (!/shared memory|lock file/.test(log) || Date.now() > deadline)
      throw new Error(`PostgreSQL did not start: ${log}`);
  }
}

/** `undefined` once it accepts connections, its log if it ended instead. */
async function untilReady(child: ChildProcess): Promise<string | undefined> {
  let log = '';
  const { stderr } = child;
  return new Promise((resolve, reject) => {
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-8_192);
      if (text.includes('ready to accept connections')) resolve(undefined);
    });
    child.once('close', () => resolve(log));
    child.once('error', reject);
  });
}

async function withFreePort(start: (port: number) => Promise<Server>): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === 5 || !/Address already in use/.test(String(error))) throw error;
    }
  }
}

async function end({ process: child }: Server, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
