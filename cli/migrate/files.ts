import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { needsDatabase } from '../runtimes/needs.ts';

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

/**
 * The migrations of a service in the order of their numbers; none where the folder is missing.
 * @throws AuroraError `migration_misnamed`: a file that was passed over in silence would be missed in production
 */
export async function migrationFiles(fleet: Fleet, service: string): Promise<MigrationFile[]> {
  const folder = folderOf(fleet, service);
  const files = (await list(folder)).filter((file) => file.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const name = FILE.exec(file)?.[1] ?? misnamed(relative(fleet.root, path));
      const checksum = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return { name, path, checksum };
    }),
  );
}

/** The services that have migrations, in the order of the config. */
export async function migratedServices(fleet: Fleet): Promise<string[]> {
  const services = fleet.services.filter(needsDatabase);
  const counts = await Promise.all(services.map(async ({ name }) => (await migrationFiles(fleet, name)).length));
  return services.map(({ name }) => name).filter((_, index) => (counts[index] ?? 0) > 0);
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function misnamed(file: string): never {
  throw new AuroraError('migration_misnamed', `${file} is not named like a migration.`, {
    exit: 'failed',
    details: ['A migration is named by four digits, then verb-noun in kebab-case: 0003-add-price.ts'],
    next: 'rename it, or move it out of migrations/',
  });
}
