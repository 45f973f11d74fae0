import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a fleet has its journeys, from its folder on. What is in folders in it is theirs to share. */
export const JOURNEYS = 'test/e2e/journeys';

/** Modules with a journey, from the folder of the fleet on. */
export async function journeyFiles(root: string): Promise<string[]> {
  try {
    const names = await readdir(join(root, JOURNEYS));
    return names
      .filter((name) => /\.ts$/.test(name) && !/\.(d|test)\.ts$/.test(name))
      .sort()
      .map((name) => `${JOURNEYS}/${name}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
