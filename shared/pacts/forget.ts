import type { FastifyInstance } from 'fastify';

/** What the service itself works with. */
const KEPT = new Set(['outbox_leases', 'revisions', 'migrations', 'SequelizeMeta']);

/** Empties a test's database of all that an interaction has left there. */
export async function forget({ database }: Pick<FastifyInstance, 'database'>): Promise<void> {
  const { dialect } = database;
  const schema = dialect.name === 'postgres' ? 'current_schema()' : 'database()';
  const { rows } = await database.query<{ name: string }>({
    text: `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${schema} AND table_type = 'BASE TABLE'`,
  });
  const tables = rows.map(({ name }) => name).filter((name) => !KEPT.has(name));
  // Tables refer to each other, in circles too.
  const off =
    dialect.name === 'postgres' ? "SET LOCAL session_replication_role = 'replica'" : 'SET FOREIGN_KEY_CHECKS = 0';
  const { sequelize } = database;
  await database.transaction(async ({ sequelize: transaction }) => {
    await sequelize.query(off, { transaction });
    for (const table of tables) await sequelize.query(`DELETE FROM ${dialect.quote(table)}`, { transaction });
    if (dialect.name === 'mysql') await sequelize.query('SET FOREIGN_KEY_CHECKS = 1', { transaction });
  });
}
