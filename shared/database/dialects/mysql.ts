import mysql2 from 'mysql2';
import type { Dialect } from '../contract.ts';
import { isDeadlock, nameKey, OUT_OF_PREPARED, translate, UNIQUE_VIOLATION } from './mysql/errors.ts';
import { readerOf } from './mysql/rows.ts';
import { spell } from './mysql/spelling.ts';

type Connection = mysql2.Connection;
type Answer = { readonly rows: mysql2.RowDataPacket[] | mysql2.ResultSetHeader; readonly fields: mysql2.FieldPacket[] };

/** As PostgreSQL behaves: each statement sees what is committed, double quotes quote names, no value is cut to fit. */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  // PostgreSQL's clients wait for a lock as long as they like; here a request hears of it in time.
  `SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    innodb_lock_wait_timeout = 10, group_concat_max_len = 1000000, collation_connection = @@collation_database`,
];

/** The name of a lock is the server's; 64 characters at most. */
const LOCK_NAME = "SHA2(CONCAT(DATABASE(), '/', $1), 224)";
const TRY_LOCK = { name: 'try-lock', text: `SELECT GET_LOCK(${LOCK_NAME}, 0) AS locked` };
const UNLOCK = { name: 'unlock', text: `DO RELEASE_LOCK(${LOCK_NAME})` };

/** MariaDB from 10.6 on, and MySQL 8. */
export const mysql: Dialect = {
  name: 'mysql',
  writesWithinWrites: false,
  // MariaDB knows no other spelling.
  forShare: 'LOCK IN SHARE MODE',

  options: ({ timeoutMs }) => ({
    dialect: 'mysql',
    // Sequelize would look for it beside its own files, where a bundle has none.
    dialectModule: mysql2,
    dialectOptions: {
      connectTimeout: timeoutMs,
      charset: 'utf8mb4',
      // The driver's own parsers, compiled for each shape of rows, in place of a function of Sequelize's for each value.
      typeCast: true,
      dateStrings: ['DATE'],
      // With it, large numbers within JSON would become texts. A bigint is exact up to 2^53.
      supportBigNumbers: false,
      // An UPDATE counts the rows that it found, as everywhere, also where it left them as they were.
      flags: ['FOUND_ROWS'],
      // A server keeps 16,382 for all connections together.
      maxPreparedStatements: 200,
    },
  }),

  async prepare(connection) {
    for (const sql of SESSION) await ask((done) => (connection as Connection).query(sql, done));
  },

  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,

  number: (column) => `CAST(${column} AS DOUBLE)`,

  // Beside a text it would compare as a double.
  // 65 digits are all that it has, and as many before the point as fields may have leave it 27 after it.
  decimal: (placeholder, scale) => `CAST(${placeholder} AS DECIMAL(65, ${scale > 27 ? 30 : 27}))`,

  contains: (column, placeholder) => `LOWER(${column}) LIKE LOWER(${placeholder})`,

  joined: (column, order) => `GROUP_CONCAT(${column} ORDER BY ${order})`,

  // It sorts an enum by its rank, but compares it with a text as text.
  ranked: (expression, values) => `FIELD(${expression}, ${values.map((value) => mysql2.escape(value)).join(', ')})`,

  // Nearly all come as `toISOString` gives them; hooks and seeds may say them in another way.
  time: (iso) =>
    (iso.length === 24 && iso.endsWith('Z') ? iso : new Date(iso).toISOString()).slice(0, 23).replace('T', ' '),

  async run(connection, statement, values) {
    const spelled = spell(statement);
    try {
      const { rows, fields } = await send(connection as Connection, statement.name !== undefined, spelled, values);
      if (!Array.isArray(rows)) return { rows: [], count: rows.affectedRows };
      return { rows: readerOf(fields)(rows), count: rows.length };
    } catch (error) {
      const { errno } = error as mysql2.QueryError;
      if (errno === UNIQUE_VIOLATION && spelled.unlessThere) return { rows: [], count: 0 };
      if (errno === OUT_OF_PREPARED && statement.name) return mysql.run(connection, { text: statement.text }, values);
      throw await nameKey(error, statement.text, (sql) => ask((done) => (connection as Connection).query(sql, done)));
    }
  },

  async tryLock(connection, name) {
    const { rows } = await mysql.run(connection, TRY_LOCK, [name]);
    return Number(rows[0]?.locked) === 1;
  },

  // The connection may be another's already, whose statements come first. A lost connection has no locks.
  async unlock(connection, name) {
    await mysql.run(connection, UNLOCK, [name]).catch(() => undefined);
  },

  isDeadlock,
  translate,
};

/** Times as text; what becomes of it, and of the rest, is in `readerOf`. */
const TYPES = { dateStrings: true } as const;

/** Prepared, or, where it has no name, with its values written into it: preparing what comes once would be one trip more. */
function send(
  connection: Connection,
  prepared: boolean,
  spelled: ReturnType<typeof spell>,
  values: readonly unknown[],
): Promise<Answer> {
  if (!prepared) return ask((done) => connection.query({ sql: spelled.written(values), ...TYPES }, done));
  const { sql, bound } = spelled.bind(values);
  return ask((done) => connection.execute({ sql, ...TYPES }, bound as mysql2.ExecuteValues, done));
}

type Done = (error: mysql2.QueryError | null, rows: Answer['rows'], fields: mysql2.FieldPacket[]) => void;

function ask(start: (done: Done) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    start((error, rows, fields) => (error ? reject(error) : resolve({ rows, fields })));
  });
}
