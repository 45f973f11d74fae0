import mysql from 'mysql2';

export type Cells = (string | null)[];

/** Characters of a statement; servers take a million bytes at least, and ours sixteen. */
const STATEMENT = 1024 * 1024;

export const name = (text: string) => mysql.escapeId(text, true);
export const literal = (text: string) => mysql.escape(text);

export function connect(url: string): mysql.Connection {
  const connection = mysql.createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: 5_000,
    charset: 'utf8mb4_bin',
    rowsAsArray: true,
    typeCast: (field) => (field as unknown as { string(encoding: string): string | null }).string('utf8'),
  });
  // A connection that is lost while nothing is asked of it fails the next question instead.
  connection.on('error', () => undefined);
  return connection;
}

/** Rows as text; none where it is no query. */
export function ask(connection: mysql.Connection, sql: string): Promise<Cells[]> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error, rows) =>
      error ? reject(error) : resolve(Array.isArray(rows) ? (rows as unknown as Cells[]) : []),
    );
  });
}

/** How many rows were changed, and which number the new one has got. */
export function changed(connection: mysql.Connection, sql: string): Promise<{ count: number; id: string }> {
  return new Promise((resolve, reject) => {
    connection.query<mysql.ResultSetHeader>(sql, (error, result) =>
      error ? reject(error) : resolve({ count: result.affectedRows, id: String(result.insertId) }),
    );
  });
}

/** Rows as they come, some thousands at a time. */
export async function* rowsOf(connection: mysql.Connection, select: string): AsyncGenerator<Cells[]> {
  let rows: Cells[] = [];
  for await (const row of connection.query(select).stream({ highWaterMark: 1_000 }) as AsyncIterable<Cells>) {
    rows.push(row);
    if (rows.length < 2_000) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

export async function inTransaction<T>(connection: mysql.Connection, work: () => Promise<T>): Promise<T> {
  await ask(connection, 'START TRANSACTION');
  try {
    const done = await work();
    await ask(connection, 'COMMIT');
    return done;
  } catch (error) {
    await ask(connection, 'ROLLBACK');
    throw error;
  }
}

/** As many rows as a statement takes. */
export function* statements(rows: readonly string[]): Generator<string> {
  let values: string[] = [];
  let size = 0;
  for (const row of rows) {
    if (values.length > 0 && size + row.length > STATEMENT) {
      yield values.join();
      values = [];
      size = 0;
    }
    values.push(row);
    size += row.length;
  }
  if (values.length > 0) yield values.join();
}
