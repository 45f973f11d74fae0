import { stat } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from '../../support/postgres.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the PostgreSQL that tests start', () => {
  it('keeps what was committed through a kill, and leaves nothing when stopped', async () => {
    await using postgres = await startPostgres();
    const url = await postgres.createDatabase('shelf');
    await query(url, 'create table book (title text); insert into book values ($$Ulysses$$)');

    await postgres.kill9();
    await postgres.restart();
    expect(await query(url, 'select title from book')).toEqual([{ title: 'Ulysses' }]);

    const [{ data_directory: folder }] = (await query(url, 'show data_directory')) as [{ data_directory: string }];
    await postgres.stop();
    await expect(stat(folder)).rejects.toThrow('ENOENT');
    await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('runs several at once', async () => {
    await using first = await startPostgres();
    await using second = await startPostgres();
    expect(first.port).not.toBe(second.port);
  });
});
