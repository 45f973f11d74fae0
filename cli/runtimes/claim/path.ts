import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readlinkSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuroraError } from '../../errors.ts';

/** A socket's path holds 103 bytes on macOS, 107 on Linux; `.aurora/run` of a deep checkout is longer. */
const MOST_BYTES = 103;

/** Where the control socket of a checkout belongs: in a folder of this user alone, named after the checkout's real path. */
export function socketPath(root: string): string {
  const name = `${createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 16)}.sock`;
  const own = `aurora-${process.getuid?.()}`;
  const folders = [runtimeFolder(), join(tmpdir(), own), join('/tmp', own)];
  const folder = folders.find((candidate) => candidate && Buffer.byteLength(join(candidate, name)) <= MOST_BYTES);
  return join(folder as string, name);
}

function runtimeFolder(): string | undefined {
  const { XDG_RUNTIME_DIR } = process.env;
  return XDG_RUNTIME_DIR && join(XDG_RUNTIME_DIR, 'aurora');
}

/**
 * Makes the folder of the sockets. In a folder that everyone may write to somebody else could have been there first.
 * @throws AuroraError `unsafe_folder`
 */
export function ensureSocketFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o77) === 0) return;
  throw new AuroraError('unsafe_folder', `${folder} is open to other users, so no control socket may stand there.`, {
    exit: 'machine',
    next: `rm -r ${folder}`,
  });
}

/** Where the running fleet of a checkout says its socket is; null where none runs, or none ever did. */
export function readLink(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
