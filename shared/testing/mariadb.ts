import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import mysql from 'mysql2/promise';
import { guard } from './guard.ts';
import { createData, SERVER, SETTINGS } from './mariadb-template.ts';
import { freePort } from './port.ts';

/** Why tests on MariaDB cannot run here; undefined: they can. */
export const mariadbMissing = existsSync(SERVER)
  ? undefined
  : 'mariadb-server is not installed (apt-get install --no-install-recommends mariadb-server)';

export interface StartedMariadb extends AsyncDisposable {
  readonly port: number;
  /** The administrator's URL of a database; of none unless named. */
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
 * A fresh, real MariaDB of one's own on loopback, in a few hundred milliseconds. It does not outlive the process that started it, and
 * does not wait for the disk: a killed server keeps its data, a killed machine would not.
 */
export async function startMariadb(): Promise<StartedMariadb> {
  if (mariadbMissing) throw new Error(mariadbMissing);
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-mariadb-'));
  await chmod(folder, 0o777);
  const data = join(folder, 'data');
  await createData(data);
  const start = (port: number) => startServer(data, port, folder);
  let server = await withFreePort(start);
  const { port } = server;

  const stop = async () => {
    await end(server, 'SIGTERM');
    server.lift();
    await rm(folder, { recursive: true, force: true });
  };
  const url = (database = '') => `mysql://root@127.0.0.1:${port}/${database}`;
  return {
    port,
    url,
    async createDatabase(name) {
      const client = await mysql.createConnection(url());
      try {
        await client.query('CREATE DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin', [name]);
      } finally {
        await client.end();
      }
      return url(name);
    },
    stop,
    kill9: () => end(server, 'SIGKILL'),
    async restart() {
      await end(server, 'SIGTERM');
      server.lift();
      server = await start(port);
    },
    [Symbol.asyncDispose]: stop,
  };
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
  readonly lift: () => void;
}

async function startServer(data: string, port: number, folder: string): Promise<Server> {
  const child = spawn(
    SERVER,
    [
      ...[...SETTINGS, `--datadir=${data}`, `--socket=${join(data, 'socket')}`],
      // Each clears its folder for temporary tables at its start: one that several share loses those in use.
      `--tmpdir=${dirname(data)}`,
      ...[`--port=${port}`, '--bind-address=127.0.0.1', '--max-connections=200'],
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await untilReady(child);
  return { process: child, port, lift: guard(child.pid as number, folder) };
}

async function untilReady(child: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-8_192);
      if (text.includes('ready for connections')) resolve();
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`MariaDB did not start: ${log}`)));
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
