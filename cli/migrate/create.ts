import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { folderOf, migrationFiles } from './files.ts';

const CONTENT = `import type { QueryInterface, Sequelize } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
  readonly sequelize: Sequelize;
}

/** On PostgreSQL in a transaction of its own; on MySQL, which commits each statement, it goes on after the last if it is cut off. */
export async function up({ sequelize }: Context): Promise<void> {
  // The change, as SQL; or use queryInterface.
  await sequelize.query('SELECT 1');
}

/** Takes back what \`up\` did. */
export async function down({ sequelize }: Context): Promise<void> {
  await sequelize.query('SELECT 1');
}
`;

/** Writes the next migration of a service, to be filled in, and returns its path. */
export async function createMigration(fleet: Fleet, service: string, name: string): Promise<string> {
  const last = (await migrationFiles(fleet, service)).at(-1);
  const number = String(Number(last?.name.slice(0, 4) ?? 0) + 1).padStart(4, '0');
  const folder = folderOf(fleet, service);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${number}-${name}.ts`);
  await writeFile(path, CONTENT, { flag: 'wx' });
  return path;
}
