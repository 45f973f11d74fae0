import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** What a run needs at once, and as much again. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * A folder for all that suites write: data of engines, clones, fleets. In memory where there is room and nobody has chosen a place: to
 * make a thousand small files, as each PostgreSQL does, may take a disk a second.
 */
export async function makeScratch(): Promise<string> {
  const inMemory = !process.env.TMPDIR && (await canHold(MEMORY));
  const folder = await mkdtemp(join(inMemory ? MEMORY : tmpdir(), 'aurora-test-'));
  // Engines run as others than root.
  await chmod(folder, 0o1777);
  return folder;
}

/** Containers often have little of it, or let nothing in it be run. */
async function canHold(place: string): Promise<boolean> {
  const room = await statfs(place).catch(() => undefined);
  if (!room || room.bavail * room.bsize < ROOM_BYTES) return false;
  const folder = await mkdtemp(join(place, 'aurora-test-'));
  try {
    const program = join(folder, 'program');
    await copyFile('/bin/true', program);
    return spawnSync(program).status === 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}
