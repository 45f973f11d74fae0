import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';

export interface MigrationFile {
  /** The file name without its extension, e.g. `0002-create-orders`: what the database records. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of the content: an applied migration that was edited is told from one that was not. */
  readonly checksum: string;
}

const FILE = /^(\d{4}-[a-z0-9-]+)\.ts$/;

/** The folder of a service's migrations. */
export function folderOf(fleet: Fleet, service: string): string {
  return join(fleet.root, 'migrations', service);
}

/** The migrations of a service in the order of their numbers; none where the folder is missing. */
export async function migrationFiles(fleet: Fleet, service: string): Promise<MigrationFile[]> {
  const folder = folderOf(fleet, service);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.flatMap((name) => FILE.exec(name)?.[1] ?? []).sort();
  return Promise.all(
    files.map(async (name) => {
      const path = join(folder, `${name}.ts`);
      const checksum = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return { name, path, checksum };
    }),
  );
}

/** The services that have migrations, in the order of the config. */
export async function migratedServices(fleet: Fleet): Promise<string[]> {
  const counts = await Promise.all(fleet.services.map(async ({ name }) => (await migrationFiles(fleet, name)).length));
  return fleet.services.map(({ name }) => name).filter((_, index) => (counts[index] ?? 0) > 0);
}
