import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { APPLICATION } from '../../migrate/client.ts';
import { readCatalog } from '../../schema/catalog/read.ts';
import { BATCH_BYTES, type Cells, PIECE, READERS, type Source } from './contract.ts';
import { parseCopy } from './copy-text.ts';
import { Pool } from './pool.ts';

const { escapeIdentifier, escapeLiteral } = pg;

/** One snapshot for all readers, exported by the first of them, whose transaction stays open as long. */
export async function openPostgres(url: string, schema: string): Promise<Source> {
  const clients = new Set<pg.Client>();
  const end = async () => void (await Promise.all([...clients].map((client) => client.end())));
  const drop = (client: pg.Client) => {
    clients.delete(client);
    client.connection.stream.destroy();
  };
  const connect = async () => {
    const client = new pg.Client({
      connectionString: url,
      application_name: APPLICATION,
      connectionTimeoutMillis: 5_000,
    });
    // A connection that is lost while nothing is asked of it fails the next question instead.
    client.on('error', () => undefined);
    clients.add(client);
    await client.connect();
    await client.query(
      "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET extra_float_digits = 1; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0",
    );
    // What has no encoding comes as it is, and is looked at here.
    const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
    await client.query(`SET client_encoding = '${rows[0]?.server_encoding === 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8'}'`);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return client;
  };
  try {
    const first = await connect();
    const { rows } = await first.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    const snapshot = rows[0]?.snapshot as string;
    const readers = await Promise.all(
      Array.from({ length: READERS }, async () => {
        const client = await connect();
        await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
        return client;
      }),
    );
    const pool = new Pool(readers);
    const asked = {
      query: async <T extends object>(text: string, values: readonly unknown[] = []) =>
        (await first.query(text, [...values])).rows as T[],
    };
    return {
      engine: 'postgres',
      caveat: null,
      catalog: await readCatalog(asked, schema),
      rows: (select) => pool.stream((client) => batches(client, select), drop),
      number: (select) =>
        pool.with(async (client) => Number((await client.query({ text: select, rowMode: 'array' })).rows[0]?.[0])),
      bytes: (select) => pool.stream((client) => pieces(client, select), drop),
      name: escapeIdentifier,
      text: escapeLiteral,
      table: (name) => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`,
      async end() {
        pool.endDraining();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function* pieces(client: pg.Client, select: (from: number, length: number) => string): AsyncGenerator<Buffer> {
  for (let from = 1; ; from += PIECE) {
    const { rows } = await client.query({ text: select(from, PIECE), rowMode: 'array' });
    const piece: Buffer | null = rows[0]?.[0] ?? null;
    if (piece && piece.length > 0) yield piece;
    if (!piece || piece.length < PIECE) return;
  }
}

/** Whole lines, as many as make a batch. */
async function* batches(client: pg.Client, select: string): AsyncGenerator<Cells[]> {
  const stream = client.query(copyTo(`COPY (${select}) TO STDOUT`));
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    pieces.push(piece);
    size += piece.length;
    // In what has come last: of a value of many megabytes nothing is looked at twice.
    if (size < BATCH_BYTES / 4 || !piece.includes(0x0a)) continue;
    const all = Buffer.concat(pieces);
    const end = all.lastIndexOf(0x0a) + 1;
    yield parseCopy(all.subarray(0, end));
    pieces = [all.subarray(end)];
    size = all.length - end;
  }
  if (size > 0) yield parseCopy(Buffer.concat(pieces));
}
