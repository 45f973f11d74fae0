import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { parseCopy } from '../../source/copy-text.ts';

const { escapeIdentifier: name } = pg;

export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const done = await work();
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Rows as they come, some thousands at a time. */
export async function* rowsOf(client: pg.Client, select: string): AsyncGenerator<(string | null)[][]> {
  const stream = client.query(copyTo(`COPY (${select}) TO STDOUT`));
  let rest = Buffer.alloc(0);
  for await (const piece of stream as AsyncIterable<Buffer>) {
    const all = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const end = all.lastIndexOf(0x0a) + 1;
    rest = all.subarray(end) as Buffer<ArrayBuffer>;
    if (end > 0) yield parseCopy(all.subarray(0, end)) as (string | null)[][];
  }
}

/** @param lines as COPY wants them, each with its end */
export async function copyRows(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${name(table)} (${columns.map(name).join(', ')}) FROM STDIN`));
  const done = Promise.race([once(stream, 'finish'), once(stream, 'error').then(([error]) => Promise.reject(error))]);
  stream.end(lines.join(''));
  await done;
}
