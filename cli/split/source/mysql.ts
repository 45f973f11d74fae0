import mysql from 'mysql2';
import { readCatalog } from '../../schema/catalog/read.ts';
import { BATCH_BYTES, BATCH_ROWS, type Cell, type Cells, PIECE, READERS, type Source } from './contract.ts';
import { Pool } from './pool.ts';

type Field = { readonly string: (encoding?: BufferEncoding) => string | null; readonly buffer: () => Buffer | null };

/**
 * MariaDB and MySQL cannot lend a snapshot: that all readers begin at the same moment is seen to by a lock on all tables, held for as long
 * as it takes to begin.
 */
export async function openMysql(url: string): Promise<Source> {
  const connections: mysql.Connection[] = [];
  const end = async () => {
    for (const connection of connections) connection.destroy();
  };
  const connect = async () => {
    const connection = mysql.createConnection({
      uri: url.replace(/^mariadb:/, 'mysql:'),
      connectTimeout: 5_000,
      charset: 'utf8mb4_bin',
      rowsAsArray: true,
      typeCast: (field) => (field as unknown as Field).string('utf8'),
    });
    connections.push(connection);
    // A connection that is lost while nothing is asked of it fails the next question instead.
    connection.on('error', () => undefined);
    await ask(connection, "SET time_zone = '+00:00', net_write_timeout = 86400, wait_timeout = 86400, NAMES utf8mb4");
    return connection;
  };
  try {
    const [first, ...readers] = await Promise.all(Array.from({ length: READERS + 1 }, connect));
    if (!first) throw new Error('unreachable');
    const caveat = await begin(first, readers);
    const pool = new Pool(readers);
    const [[database]] = (await ask(first, 'SELECT DATABASE()')) as [[string]];
    const { escapeId } = mysql;
    return {
      engine: 'mysql',
      caveat,
      catalog: await catalogOf(url),
      rows: (select) => pool.stream((connection) => batches(connection, select), drop),
      number: (select) => pool.with(async (connection) => Number((await ask(connection, select))[0]?.[0])),
      bytes: (select) => pool.stream((connection) => pieces(connection, select), drop),
      name: (name) => escapeId(name, true),
      text: (text) => mysql.escape(text),
      table: (name) => `${escapeId(database, true)}.${escapeId(name, true)}`,
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

const drop = (connection: mysql.Connection) => connection.destroy();

/** @returns why the readers may not have begun at the same moment */
async function begin(first: mysql.Connection, readers: readonly mysql.Connection[]): Promise<string | null> {
  let caveat: string | null = null;
  try {
    await ask(first, 'SET lock_wait_timeout = 5');
    await ask(first, 'FLUSH TABLES WITH READ LOCK');
  } catch (error) {
    caveat = `the old database may be read at slightly different moments, unless nobody writes to it (${(error as Error).message})`;
  }
  for (const each of readers) await ask(each, 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await Promise.all(readers.map((each) => ask(each, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')));
  if (caveat === null) await ask(first, 'UNLOCK TABLES');
  return caveat;
}

async function catalogOf(url: string) {
  const { withClient } = await import('../../migrate/client.ts');
  return withClient(url, (client) => readCatalog(client));
}

function ask(connection: mysql.Connection, sql: string): Promise<Cells[]> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error, rows) => (error ? reject(error) : resolve(rows as unknown as Cells[])));
  });
}

function bytesOf(connection: mysql.Connection, sql: string): Promise<Buffer | null> {
  const typeCast = (field: unknown) => (field as Field).buffer();
  return new Promise((resolve, reject) => {
    connection.query({ sql, rowsAsArray: true, typeCast }, (error, rows) =>
      error ? reject(error) : resolve((rows as unknown as Buffer[][])[0]?.[0] ?? null),
    );
  });
}

async function* pieces(
  connection: mysql.Connection,
  select: (from: number, length: number) => string,
): AsyncGenerator<Buffer> {
  for (let from = 1; ; from += PIECE) {
    const piece = await bytesOf(connection, select(from, PIECE));
    if (piece && piece.length > 0) yield piece;
    if (!piece || piece.length < PIECE) return;
  }
}

async function* batches(connection: mysql.Connection, select: string): AsyncGenerator<Cells[]> {
  let rows: Cells[] = [];
  let size = 0;
  for await (const row of connection.query(select).stream({ highWaterMark: 1_000 }) as AsyncIterable<Cell[]>) {
    rows.push(row);
    for (const cell of row) size += (cell as string | null)?.length ?? 4;
    if (rows.length < BATCH_ROWS && size < BATCH_BYTES) continue;
    yield rows;
    rows = [];
    size = 0;
  }
  if (rows.length > 0) yield rows;
}
