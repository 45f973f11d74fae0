import { randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuroraError } from '../../errors.ts';
import { ensureSocketFolder } from '../claim/path.ts';
import { layoutOf } from '../layout.ts';
import { takenPorts } from './probe.ts';

/** Below the ports that the kernel gives to outgoing connections (from 32768 on Linux, 49152 on macOS). */
const FIRST_PORT = 20_000;
const STEP = 100;
const SLOTS = 120;

/**
 * A block of ports for a checkout alone: the first one, and the same in every run. Which checkout has which block is kept in a folder
 * of this user, a file a block, so that two can never get the same one.
 * @param isTaken whether somebody has what is named after a block, e.g. a volume, which a checkout that is gone may have left
 * @throws AuroraError `no_port_block`
 */
export async function portBlock(
  root: string,
  size: number,
  isTaken: (first: number) => boolean = () => false,
): Promise<number> {
  const folder = listFolder();
  const owner = realpathSync(root);
  const own = readdirSync(folder).find((name) => /^\d+$/.test(name) && ownerOf(join(folder, name)) === owner);
  const slot = own === undefined ? await claimSlot(folder, owner, size, isTaken) : Number(own);
  if (slot === undefined || size > STEP) {
    throw new AuroraError('no_port_block', `There is no free block of ${size} ports from ${FIRST_PORT} on.`, {
      exit: 'machine',
      details: [`${folder} tells which checkout has which.`],
      next: 'aurora down --volumes in checkouts that are not needed any more',
    });
  }
  return FIRST_PORT + slot * STEP;
}

/** Gives the block of a checkout back. */
export function releaseBlock(root: string): void {
  const folder = listFolder();
  const owner = realpathSync(root);
  for (const name of readdirSync(folder)) {
    if (ownerOf(join(folder, name)) === owner) rmSync(join(folder, name), { force: true });
  }
}

async function claimSlot(
  folder: string,
  owner: string,
  size: number,
  isTaken: (first: number) => boolean,
): Promise<number | undefined> {
  for (let slot = 0; slot < SLOTS; slot++) {
    const file = join(folder, String(slot));
    const holder = ownerOf(file);
    if (holder !== undefined && existsSync(layoutOf(holder).run)) continue;
    if (holder !== undefined) removeAbandoned(file, holder);
    const first = FIRST_PORT + slot * STEP;
    if (isTaken(first)) continue;
    const taken = await takenPorts(Array.from({ length: size }, (_, index) => first + index));
    if (taken.length === 0 && take(file, owner)) return slot;
  }
  return undefined;
}

/** Whoever makes the file first has the block. */
function take(file: string, owner: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, owner, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** The checkout is gone. Moved aside and read once more first: another process may have done the same and taken the block. */
function removeAbandoned(file: string, owner: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (ownerOf(aside) === owner) rmSync(aside);
  else renameSync(aside, file);
}

function ownerOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** State of the user (XDG Base Directory Specification), or of this boot where there is no home that can be written to. */
function listFolder(): string {
  const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  const folder = join(state, 'aurora', 'ports');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    const parent = join(tmpdir(), `aurora-${process.getuid?.()}`);
    ensureSocketFolder(parent);
    mkdirSync(join(parent, 'ports'), { recursive: true });
    return join(parent, 'ports');
  }
}
