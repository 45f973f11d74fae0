import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mysql from 'mysql2/promise';
import { nothingKnown, settle } from '../../../../cli/migrate/lint/known.ts';
import { mysqlReader } from '../../../../cli/migrate/lint/mysql/read.ts';
import { lintStatements } from '../../../../cli/migrate/lint/statements.ts';
import { mariadbMissing, type StartedMariadb, startMariadb } from '../../../../shared/testing/index.ts';
import { CORPUS, TABLES } from '../../../cli/migrate/lint/mysql-corpus.ts';

const on = mariadbMissing ? describe.skip : describe;

let server: StartedMariadb;
let client: mysql.Connection;
beforeAll(async () => {
  if (mariadbMissing) return;
  server = await startMariadb();
  client = await mysql.createConnection(server.url());
  // As sessions of Aurora have it.
  await client.query(
    "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
  );
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
});

/** A database with nothing but these. */
async function begin(tables: readonly string[]): Promise<void> {
  await client.query('UNLOCK TABLES');
  await client.query('DROP DATABASE IF EXISTS d');
  await client.query('CREATE DATABASE d CHARACTER SET utf8mb4');
  await client.query('USE d');
  for (const sql of tables) await client.query(sql);
}

on('MariaDB', () => {
  it.each(CORPUS.filter(([, , only]) => only === undefined))('takes what the reader reads: %s', async (sql) => {
    await begin(TABLES);
    await client.query(sql);
  });
});

const PARENT = 'CREATE TABLE parent (id int PRIMARY KEY)';
const TABLE = `CREATE TABLE t (id int PRIMARY KEY, n int, nn int NOT NULL, p int, v50 varchar(50), v100 varchar(100), c10 char(10),
  tx text, d decimal(10,2), at datetime(3), e enum('a','b'), g point NOT NULL, INDEX i (nn), CONSTRAINT ck CHECK (d < 1000))`;

/** What the server refuses to do while others write, and so a rule has to tell. */
const REFUSED = [
  'ADD COLUMN x char(36) DEFAULT (uuid())',
  'ADD COLUMN x int AS (n + 1) STORED',
  'ADD COLUMN x bigint AUTO_INCREMENT UNIQUE',
  'ADD CONSTRAINT k CHECK (n > 0)',
  'ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES parent (id)',
  'ADD COLUMN x int REFERENCES parent (id)',
  'ADD FULLTEXT f (tx)',
  'ADD SPATIAL s (g)',
  'DROP PRIMARY KEY',
  'MODIFY v50 varchar(64)',
  'MODIFY v100 varchar(50)',
  'MODIFY v100 text',
  'MODIFY v50 varchar(50) CHARACTER SET latin1',
  'MODIFY c10 char(20)',
  'MODIFY tx longtext',
  'MODIFY n bigint',
  'MODIFY n int unsigned',
  'MODIFY d decimal(12,2)',
  'MODIFY at datetime(6)',
  "MODIFY e enum('b','a')",
  "MODIFY e enum('a','c','b')",
  "MODIFY e enum('a')",
  'CONVERT TO CHARACTER SET latin1',
  'ADD SYSTEM VERSIONING',
];

/** What it does while others write, and so no rule may call a lock. */
const ONLINE = [
  'ADD COLUMN x int',
  'ADD COLUMN x int FIRST',
  'ADD COLUMN x int NOT NULL DEFAULT 5',
  'ADD COLUMN x datetime(6) DEFAULT CURRENT_TIMESTAMP(6)',
  'ADD COLUMN x int AS (n + 1) VIRTUAL',
  'ADD INDEX k (n)',
  'ADD UNIQUE k (nn)',
  'DROP INDEX i',
  'RENAME INDEX i TO j',
  'DROP CONSTRAINT ck',
  'DROP COLUMN v50',
  'RENAME COLUMN v50 TO v',
  'DROP PRIMARY KEY, ADD PRIMARY KEY (nn)',
  'MODIFY v50 varchar(63)',
  'MODIFY v100 varchar(200)',
  "MODIFY e enum('a','b','c')",
  'MODIFY n int(9)',
  'MODIFY n int NOT NULL',
  'MODIFY nn int NULL',
  'ALTER COLUMN n SET DEFAULT 4',
  'DEFAULT CHARACTER SET latin1',
  "COMMENT = 'x'",
];

on('a lock that a rule of MariaDB tells', () => {
  it.each([
    ...REFUSED.map((alteration) => [alteration, 'refused'] as const),
    ...ONLINE.map((alteration) => [alteration, 'done'] as const),
  ])('is one for the server: %s', async (alteration, outcome) => {
    await begin([PARENT, TABLE, 'INSERT INTO t (id, n, nn, g) VALUES (1, 1, 1, POINT(1, 1)), (2, 2, 2, POINT(1, 1))']);
    const online = client.query(`ALTER TABLE t ${alteration}, ALGORITHM=INPLACE, LOCK=NONE`);
    expect(
      await online.then(
        () => 'done',
        ({ code }) => (code.startsWith('ER_ALTER_OPERATION_NOT_SUPPORTED') ? 'refused' : code),
      ),
    ).toBe(outcome);
    expect(await locksTold(alteration)).toBe(outcome === 'refused');
  });

  it.each(['ENGINE=InnoDB', 'FORCE', 'ROW_FORMAT=COMPACT'])(
    'is none where the server builds the table anew beside: %s',
    async (alteration) => {
      await begin([PARENT, TABLE.replace('g point NOT NULL', 'g int')]);
      await client.query(`ALTER TABLE t ${alteration}, ALGORITHM=INPLACE, LOCK=NONE`);
      expect(await locksTold(alteration)).toBe(false);
    },
  );

  it('is none for a foreign key that is not to be checked, as the rule says', async () => {
    await begin([PARENT, TABLE, 'SET foreign_key_checks = 0']);
    const key = 'ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES parent (id)';
    await client.query(`ALTER TABLE t ${key}, ALGORITHM=INPLACE, LOCK=NONE`);
    await client.query('SET foreign_key_checks = 1');
  });
});

async function locksTold(alteration: string): Promise<boolean> {
  const known = nothingKnown();
  const way = { engine: 'mysql', direction: 'up', phase: 'expand', inTransaction: false } as const;
  await lintStatements({ ...way, statements: [{ sql: PARENT }, { sql: TABLE }] }, mysqlReader, known);
  settle(known);
  const found = await lintStatements(
    { ...way, statements: [{ sql: `ALTER TABLE t ${alteration}` }] },
    mysqlReader,
    known,
  );
  return found.some(({ rule }) => rule.danger === 'lock' && rule.severity === 'error');
}
