import mysql2 from 'mysql2';
import pg from 'pg';
import { type QueryInterface, type QueryOptions, Sequelize } from 'sequelize';
import type { Dialect } from './dialect.ts';

type Answer = (error: null, result: unknown) => void;
type Sql = string | { readonly query: string; readonly values?: unknown[]; readonly bind?: QueryOptions['bind'] };

/**
 * A Sequelize that builds SQL as it would for a database, and gives it away instead. Whatever is read is empty.
 * @param take gets each statement with its values in it
 */
export function unconnected(dialect: Dialect, take: (sql: string) => void): Sequelize {
  const sequelize = new Sequelize({
    dialect,
    dialectModule: dialect === 'postgres' ? pg : mysql2,
    logging: false,
  });
  // Nobody can be asked.
  const { options } = sequelize as unknown as { options: { databaseVersion: string } };
  options.databaseVersion = dialect === 'postgres' ? '18.0.0' : '11.8.0';
  const connection = dialect === 'postgres' ? postgresConnection(take) : mysqlConnection(take);
  Object.assign(sequelize.connectionManager, {
    getConnection: async () => connection,
    releaseConnection: () => undefined,
  });
  const query = sequelize.query.bind(sequelize) as (sql: Sql, options?: QueryOptions) => Promise<unknown>;
  sequelize.query = ((sql: Sql, { bind, ...options }: QueryOptions = {}) => {
    // insert and bulkUpdate of queryInterface have them beside the text.
    const bound = bind ?? (typeof sql === 'string' ? undefined : sql.bind);
    return query(bound === undefined ? sql : filled(sequelize, sql, bound), options);
  }) as typeof sequelize.query;
  answerWhatItChecks(sequelize.getQueryInterface(), dialect);
  return sequelize;
}

function postgresConnection(take: (sql: string) => void): object {
  return {
    query(sql: string, answer: Answer) {
      take(sql);
      answer(null, { rows: [], rowCount: 0 });
    },
  };
}

function mysqlConnection(take: (sql: string) => void): object {
  const sent = { setMaxListeners: () => undefined };
  return {
    query({ sql }: { sql: string }, answer: Answer) {
      take(sql);
      answer(null, []);
      return sent;
    },
  };
}

/** As Sequelize takes them: `$1`, `$name`, and `$$` for a dollar. */
function filled(sequelize: Sequelize, sql: Sql, bind: NonNullable<QueryOptions['bind']>): string {
  const text = typeof sql === 'string' ? sql : sql.query;
  const values = Array.isArray(bind) ? Object.fromEntries(bind.map((value, index) => [index + 1, value])) : bind;
  return text.replace(/\B\$(\$|\w+)/g, (_match, name: string) => {
    if (name === '$') return '$';
    if (!Object.hasOwn(values, name))
      throw new Error(`Named bind parameter "$${name}" has no value in the given object.`);
    return String(sequelize.escape(values[name] as string));
  });
}

/** Some calls look first whether there is what they change, and fail over nothing. */
function answerWhatItChecks(queryInterface: QueryInterface, dialect: Dialect): void {
  const { sequelize } = queryInterface;
  Object.assign(queryInterface, {
    assertTableHasColumn: async (_table: string, column: string) => ({
      [column]: { type: 'TEXT', allowNull: true, defaultValue: null },
    }),
  });
  if (dialect !== 'mysql') return;
  const altered = (table: unknown) => `ALTER TABLE ${queryInterface.quoteIdentifiers(String(table))}`;
  const quote = (name: string) => queryInterface.quoteIdentifier(name, true);
  queryInterface.removeConstraint = async (table, constraint) => {
    await sequelize.query(`${altered(table)} DROP CONSTRAINT ${quote(constraint)}`);
  };
  // CHANGE would say the type anew, which nobody knows.
  queryInterface.renameColumn = async (table, before, after) => {
    await sequelize.query(`${altered(table)} RENAME COLUMN ${quote(before)} TO ${quote(after)}`);
  };
}
