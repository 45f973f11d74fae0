import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Sequelize } from 'sequelize';

const root = join(import.meta.dirname, '../..');

/** The row that is read. */
export const ID = '01942000-0000-7000-8000-000000000001';

/** Migrates a database for the subject service, and puts one row into it. */
export async function prepareSubjects(url: string): Promise<void> {
  const sequelize = new Sequelize(url, { logging: false });
  const folder = join(root, 'migrations/subject-service');
  for (const file of (await readdir(folder)).sort()) {
    const { up } = await import(join(folder, file));
    await up({ sequelize, queryInterface: sequelize.getQueryInterface() });
  }
  await sequelize.close();
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `INSERT INTO subjects VALUES ($1, 'MATH-101', 'Mathematics I', 'Numbers, sequences, limits.', 6, 1, now(), now())`,
    [ID],
  );
  await client.end();
}
