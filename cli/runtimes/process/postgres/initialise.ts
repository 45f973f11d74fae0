import { execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newPassword, readSecret, secretOnce } from '../../secret-file.ts';
import type { PostgresHome } from '../control/protocol.ts';

export const ADMINISTRATOR = 'postgres';

/** Beside the data, so that both come and go together. */
export function administratorFile({ folder }: Pick<PostgresHome, 'folder'>): string {
  return join(folder, 'admin-password');
}

export async function administratorPassword(home: PostgresHome): Promise<string> {
  return (await readSecret(administratorFile(home))) ?? '';
}

/**
 * Makes the data folder, in another place first: one that is half made never gets the name, and is cleared away by the next try.
 */
export async function initialise(home: PostgresHome): Promise<void> {
  await removeDrafts(home.folder);
  const draft = await mkdtemp(join(home.folder, 'draft-'));
  const [password, data] = [join(draft, 'password'), join(draft, 'data')];
  await writeFile(password, await secretOnce(administratorFile(home), newPassword), { mode: 0o600 });
  const { account } = home;
  if (account) await Promise.all([draft, password].map((path) => chown(path, account.uid, account.gid)));
  await runInitdb(home, data, password);
  await rename(data, home.data);
  await rm(draft, { recursive: true });
}

async function removeDrafts(folder: string): Promise<void> {
  const drafts = (await readdir(folder)).filter((name) => name.startsWith('draft-'));
  await Promise.all(drafts.map((name) => rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 })));
}

async function runInitdb({ native, account }: PostgresHome, data: string, password: string): Promise<void> {
  const options = [
    `--pgdata=${data}`,
    `--pwfile=${password}`,
    `--username=${ADMINISTRATOR}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of texts on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // A sixteenth of the usual: half of initdb's time goes into writing the first segment to the disk.
    '--wal-segsize=1',
    '--no-instructions',
  ];
  try {
    await promisify(execFile)(join(native, 'bin', 'initdb'), options, {
      cwd: '/',
      env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
      ...(account ?? {}),
    });
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    throw new Error(`initdb: ${(stderr || message).trim().split('\n').slice(-3).join('; ')}`, { cause });
  }
}
