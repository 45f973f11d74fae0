import { moveSecret, newPassword, readSecret, secretOnce } from '../secret-file.ts';
import type { Administration } from './contract.ts';
import { refused } from './refused.ts';

/**
 * The administrator's password is known to a file and to the server, and no two things change at once. So the next one is written
 * beside it first, and stays there until the server has it: whoever is killed in between leaves both, of which one is right.
 */
function nextFile(file: string): string {
  return `${file}.next`;
}

/** Makes the next password; whoever provisions the databases puts it into force. */
export async function planNextPassword(file: string): Promise<void> {
  await secretOnce(nextFile(file), newPassword);
}

/** Whether a password waits for being put into force. */
export async function awaitsNextPassword(file: string): Promise<boolean> {
  return (await readSecret(nextFile(file))) !== undefined;
}

/**
 * Puts the next password into force, if one waits for it; returns the URL that the server takes now.
 * @throws AuroraError `databases_refused`
 */
export async function settlePassword(url: string, file: string): Promise<string> {
  const next = await readSecret(nextFile(file));
  if (next === undefined) return url;
  const settled = new URL(url);
  settled.password = next;
  try {
    const { admits, setPassword } = await administrationOf(url);
    if (!(await admits(settled.href))) await setPassword(url, next);
  } catch (error) {
    throw refused(url, 'the password in its file', error);
  }
  await moveSecret(nextFile(file), file);
  return settled.href;
}

async function administrationOf(url: string): Promise<Administration> {
  return new URL(url).protocol.startsWith('postgres')
    ? (await import('./postgres-administrator.ts')).postgresAdministration
    : (await import('./mysql-administrator.ts')).mysqlAdministration;
}
