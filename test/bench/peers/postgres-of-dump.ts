import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort, until } from '../../../shared/testing/index.ts';
import { Missing, missing } from '../missing.ts';

const run = promisify(execFile);

export interface StartedPeer extends AsyncDisposable {
  /** Of its administrator. */
  readonly url: string;
  /** e.g. `15.18`. */
  readonly version: string;
}

/** A server of the version that the machine's pg_dump is of: it refuses newer ones. */
export async function startPostgresOfDump(): Promise<StartedPeer> {
  const { stdout } = await run('pg_dump', ['--version']).catch((error) => {
    throw missing('postgresql', error);
  });
  const version = /\d+\.\d+/.exec(stdout)?.[0] ?? '';
  const programs = join('/usr/lib/postgresql', version.split('.')[0] ?? '', 'bin');
  if (!existsSync(join(programs, 'initdb'))) throw new Missing('postgresql', new Error(`no ${programs}/initdb`));

  const folder = await mkdtemp(join(tmpdir(), 'aurora-bench-postgres-'));
  const data = join(folder, 'data');
  await mkdir(data);
  // PostgreSQL refuses root.
  const user = process.getuid?.() === 0 ? await nobody() : {};
  if (process.getuid?.() === 0) await Promise.all([run('chown', ['-R', 'nobody', folder]), chmod(folder, 0o755)]);
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'], user);
  const port = await freePort();
  const settings = [`--port=${port}`, '--listen_addresses=127.0.0.1', '--unix_socket_directories=', '--fsync=off'];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], { ...user, stdio: 'ignore' });
  const exited = once(server, 'exit');
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    if (server.exitCode === null) server.kill('SIGINT');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(() => answers(url));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, version, [Symbol.asyncDispose]: stop };
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'nobody'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  try {
    await client.connect();
    return true;
  } catch {
    return false; // not yet
  } finally {
    await client.end();
  }
}
