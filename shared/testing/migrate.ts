import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectDatabase } from '../database/index.ts';
import { createLogger } from '../logging/index.ts';

/** Runs the migrations in the order of their numbers, as `aurora migrate up` would on an empty database: no rows wait to be filled. */
export async function migrate(url: string, folder: string): Promise<void> {
  const log = createLogger({ service: 'migrate', version: '', level: 'error' });
  const { sequelize } = await connectDatabase({ url, poolSize: 1, log });
  const queryInterface = sequelize.getQueryInterface();
  const backfill = ({ table, set, where = 'TRUE' }: { table: string; set: string; where?: string }) =>
    sequelize.query(`UPDATE ${queryInterface.quoteIdentifiers(table)} SET ${set} WHERE ${where}`);
  try {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()) {
      const { up } = await import(pathToFileURL(join(folder, file)).href);
      await up({ sequelize, queryInterface, backfill });
    }
  } finally {
    await sequelize.close();
  }
}
