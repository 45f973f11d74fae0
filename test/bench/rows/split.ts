import { exec } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { clone } from '../../support/clone.ts';
import { makeMonolith } from '../../support/monolith/monolith.ts';
import type { Contest, Row } from '../contest.ts';
import { startPostgresOfDump } from '../peers/postgres-of-dump.ts';

const ROWS = 1_000_000;
/** What the mapping takes: users and the links of subjects stay behind. */
const TABLES = ['subjects', 'documents', 'syllabi'];

export const split: Row = {
  name: 'split',
  measured: 'Rows a second of `aurora migrate split`, over `pg_dump | psql` of the same rows',
  unit: 'rows/s',
  goal: 0.5,
  rounds: 3,
  finding:
    'The rows cost 19 s of processor time: 12 in the one thread of the split, 6 in the new server, for indexes, quarantine and copies, 1 in the ' +
    'old one. So two cores cannot do it in less than 10 s, three times what they need for pg_dump and psql. Of the thread a third goes into ' +
    'converting, checking and spelling rows, a seventh into collecting garbage, a tenth each into parsing COPY, writing it, and files; the rest is ' +
    'copies of references and the start. Measured on a machine that was busy with other work.',
  settings:
    '810,000 rows of three tables, one in fourteen dirty, 10,000 of them files of a kilobyte in the old database or on disk, from a PostgreSQL as ' +
    'old as pg_dump into one of version 18, both without fsync and, like the files, in memory (/dev/shm) where there is; each from the start of ' +
    'its process to its end, into empty databases. pg_dump copies texts as they are; the split also converts, checks, gives ids, looks ' +
    'references up and keeps copies of them',
  open,
};

async function open(): Promise<Contest> {
  // What a disk does with thousands of small files is another row's matter.
  if (existsSync('/dev/shm')) process.env.TMPDIR ??= '/dev/shm';
  await using stack = new AsyncDisposableStack();
  const old = stack.use(await startPostgresOfDump());
  const server = stack.use(await startPostgres());
  const uploads = stack.adopt(await mkdtemp(join(tmpdir(), 'aurora-bench-uploads-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  const fleet = stack.use(await clone({ DATABASE_URL: server.url() }));
  await cp(join(repository, 'test/support/monolith/aurora.split.yaml'), join(fleet.root, 'aurora.split.yaml'));
  const { url, expected } = await makeMonolith({
    engine: 'postgres',
    server: old.url,
    name: 'old',
    rows: ROWS,
    uploads,
  });
  // They lead to a table that neither takes along.
  await onServer(url, 'ALTER TABLE documents DROP CONSTRAINT documents_owner_id');
  await onServer(url, 'ALTER TABLE syllabi DROP CONSTRAINT syllabi_author_id');
  const rows = expected.subjects.rows + expected.documents.rows + expected.syllabi.rows;
  const owned = stack.move();

  const rate = async (work: () => Promise<unknown>) => {
    const begin = performance.now();
    await work();
    return rows / ((performance.now() - begin) / 1000);
  };
  const aurora = async (...args: string[]) => {
    const { exitCode, stderr } = await fleet.aurora(...args);
    if (exitCode !== 0) throw new Error(`aurora ${args.join(' ')}: ${stderr}`);
  };
  return {
    contenders: [
      {
        name: 'aurora migrate split',
        async measure() {
          await dropDatabases(server.url(), (name) => name.startsWith('aurora_'));
          await rm(join(fleet.root, '.aurora/run/storage'), { recursive: true, force: true });
          await aurora('migrate', 'up');
          return rate(() => aurora('migrate', 'split', '--from', url, '--files', uploads));
        },
      },
      {
        name: 'pg_dump | psql',
        async measure() {
          await dropDatabases(server.url(), (name) => name === 'copy');
          await onServer(server.url(), "CREATE DATABASE copy ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
          const only = TABLES.map((table) => `-t ${table}`).join(' ');
          const dump = `pg_dump ${only} ${url} | psql -q -o /dev/null -v ON_ERROR_STOP=1 ${server.url('copy')}`;
          return rate(() => promisify(exec)(dump));
        },
      },
    ],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function dropDatabases(url: string, isMeant: (name: string) => boolean): Promise<void> {
  const names = await onServer<{ datname: string }>(url, 'SELECT datname FROM pg_database');
  for (const { datname } of names) {
    if (isMeant(datname)) await onServer(url, `DROP DATABASE ${pg.escapeIdentifier(datname)} WITH (FORCE)`);
  }
}

async function onServer<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}
