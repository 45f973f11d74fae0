import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { mariadbMissing, startMariadb, startPostgres } from '../../../shared/testing/index.ts';
import type { Engine } from '../../support/monolith/contract.ts';
import { makeMonolith } from '../../support/monolith/monolith.ts';

const ROWS = 5_000;

/** What other tests count on: that the dirt is there, as often as is said. Each query counts rows of one kind. */
const FOUND: Record<Engine, Record<string, string>> = {
  postgres: {
    'subjects duplicate': 'SELECT count(*) - count(DISTINCT code) FROM subjects WHERE trim(code) <> $$$$',
    'subjects blank': 'SELECT count(*) FROM subjects WHERE trim(code) = $$$$',
    'subjects encoding': String.raw`SELECT count(*) FROM subjects WHERE position('\xe9206e6f6972'::bytea in convert_to(descr, 'SQL_ASCII')) > 0`,
    'subjects too-long': 'SELECT count(*) FROM subjects WHERE length(title) > 200',
    'syllabi nul': String.raw`SELECT count(*) FROM syllabi WHERE outline LIKE '%\\u0000%'`,
    'syllabi date': "SELECT count(*) FROM syllabi WHERE changed LIKE '%-04-31%'",
  },
  mariadb: {
    'subjects duplicate': "SELECT count(*) - count(DISTINCT code) FROM subjects WHERE trim(code) <> ''",
    'subjects blank': "SELECT count(*) FROM subjects WHERE trim(code) = ''",
    'subjects encoding': "SELECT count(*) FROM subjects WHERE descr LIKE concat('%', 0xe9, ' noir')",
    'subjects too-long': 'SELECT count(*) FROM subjects WHERE char_length(title) > 200',
    'syllabi nul': "SELECT count(*) FROM syllabi WHERE title LIKE concat('%', char(0))",
    'syllabi date': 'SELECT count(*) FROM syllabi WHERE changed = 0',
  },
};
/** The same on both. */
const ORPHANS = `SELECT count(*) FROM syllabi y WHERE NOT EXISTS (SELECT 1 FROM subjects s WHERE s.id = y.subject_id)`;

describe.each(['postgres', 'mariadb'] as const)('the old database on %s', (engine) => {
  const testHere = engine === 'mariadb' && mariadbMissing ? test.skip : test;

  testHere('has as many rows and as much dirt of each kind as it says, and files', async () => {
    await using server = engine === 'mariadb' ? await startMariadb() : await startPostgres();
    await using stack = new AsyncDisposableStack();
    const uploads = stack.adopt(await mkdtemp(join(tmpdir(), 'aurora-test-uploads-')), (path) =>
      rm(path, { recursive: true, force: true }),
    );
    const { url, expected } = await makeMonolith({ engine, server: server.url(), name: 'old', rows: ROWS, uploads });

    const count = stack.use(await counter(url));
    for (const [table, { rows, filtered, migrated, quarantined }] of Object.entries(expected)) {
      expect(await count.of(`SELECT count(*) FROM ${table}`)).toBe(rows);
      expect(filtered + migrated + Object.values(quarantined).reduce((sum, each) => sum + each, 0)).toBe(rows);
    }
    for (const [name, sql] of Object.entries(FOUND[engine])) {
      const [table = '', kind = ''] = name.split(' ');
      const told = (expected as Record<string, { quarantined: Record<string, number> }>)[table]?.quarantined[kind];
      expect({ [name]: await count.of(sql) }).toEqual({ [name]: told });
    }
    expect(await count.of(ORPHANS)).toBe(expected.syllabi.quarantined.orphan);
    const files = (await readdir(uploads, { recursive: true })).filter((name) => name.endsWith('.txt'));
    expect(await count.of("SELECT count(*) FROM documents WHERE path LIKE '%/document-%'")).toBe(files.length);
  });
});

async function counter(url: string): Promise<AsyncDisposable & { of(sql: string): Promise<number> }> {
  if (url.startsWith('postgres')) {
    const client = new pg.Client(url);
    await client.connect();
    await client.query("SET client_encoding TO 'SQL_ASCII'");
    const of = async (sql: string) => Number((await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]);
    return { of, [Symbol.asyncDispose]: () => client.end() };
  }
  const client = await mysql.createConnection({ uri: url, rowsAsArray: true });
  const of = async (sql: string) => Number(((await client.query(sql))[0] as unknown[][])[0]?.[0]);
  return { of, [Symbol.asyncDispose]: () => client.end() };
}
