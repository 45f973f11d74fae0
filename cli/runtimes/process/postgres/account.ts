import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuroraError } from '../../../errors.ts';

/** Whom PostgreSQL runs as when we are root, which it refuses. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Best first. Neither has to be made: every system has the second. */
const NAMES = ['postgres', '_postgres', 'nobody'];

/** Undefined where we are not root: then it runs as ourselves. */
export async function postgresAccount(): Promise<Account | undefined> {
  return process.getuid?.() === 0 ? chooseAccount(await readFile('/etc/passwd', 'utf8')) : undefined;
}

/** @throws AuroraError `no_postgres_account` */
export function chooseAccount(passwd: string): Account {
  const entries = passwd.split('\n').map((line) => line.split(':'));
  for (const wanted of NAMES) {
    const [, , uid, gid] = entries.find(([name]) => name === wanted) ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new AuroraError(
    'no_postgres_account',
    'PostgreSQL refuses to run as root, and there is no user to run it as.',
    {
      exit: 'machine',
      details: [`None of ${NAMES.join(', ')} is in /etc/passwd.`],
      next: 'useradd --system postgres, or run Aurora as another user',
    },
  );
}

/** Whether the account may enter the folder, and with it all above. */
export async function canEnter(folder: string, { uid, gid }: Account): Promise<boolean> {
  const { mode, uid: owner, gid: group } = await stat(folder);
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || canEnter(parent, { uid, gid });
}
