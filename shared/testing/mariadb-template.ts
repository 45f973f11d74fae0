import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const SERVER = '/usr/sbin/mariadbd';
/** Little to write at first, and nothing waited for. */
export const SETTINGS = [
  ...['--no-defaults', '--skip-name-resolve', '--skip-log-bin'],
  ...['--innodb-log-file-size=4M', '--innodb-buffer-pool-size=64M'],
  ...['--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0'],
  // Neither its files nor its process may be root's.
  ...(process.getuid?.() === 0 ? ['--user=nobody'] : []),
];

const run = promisify(execFile);

/** Makes a data folder; the first call on a machine, for a version of MariaDB, initialises the one that all others copy. */
export async function createData(folder: string): Promise<void> {
  const { stdout: version } = await run(SERVER, ['--version']);
  const number = /Ver ([\d.]+)/.exec(version)?.[1];
  const template = join(tmpdir(), `aurora-test-mariadb-${number}-${process.getuid?.() ?? 0}`);
  if (!existsSync(template)) await initialise(template);
  await run('cp', ['-a', template, folder]);
}

async function initialise(template: string): Promise<void> {
  const draft = await mkdtemp(`${template}-draft-`);
  const options = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  await run('mariadb-install-db', [...SETTINGS, ...options, `--datadir=${draft}`]);
  try {
    await rename(draft, template);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another worker was quicker: its template serves as well.
    if (!existsSync(template)) throw error;
  }
}
