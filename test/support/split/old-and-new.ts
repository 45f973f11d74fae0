import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { type Split, type SplitWish, split } from '../../../cli/actions/split.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';
import {
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../shared/testing/index.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';
import { databasesFor } from './databases.ts';
import { SCHOOL, SCHOOL_SPLIT, schoolRows } from './school.ts';

export type Engine = 'postgres' | 'mariadb';

/** An old database on one engine, and the empty databases of a fleet on another. */
export interface OldAndNew extends AsyncDisposable {
  readonly fleet: Fleet;
  readonly runtime: Runtime;
  readonly from: string;
  /** Where contents of files go. */
  readonly storage: string;
  url(service: string): string;
  split(wish?: Partial<SplitWish>): Promise<Split>;
  old(sql: string): Promise<void>;
  /** Rows as text. */
  rows(service: string, sql: string): Promise<(string | null)[][]>;
}

/** Of a test file: what its tests do to each other's databases is nothing, and a server takes longer to start than most of them take. */
const servers = new Map<Engine, Promise<StartedPostgres | StartedMariadb>>();
let school: Promise<GeneratedFleet> | undefined;
let pairs = 0;
afterAll(async () => {
  (await school)?.[Symbol.dispose]();
  for (const server of servers.values()) await (await server).stop();
});

function serverOf(engine: Engine): Promise<StartedPostgres | StartedMariadb> {
  const started = servers.get(engine) ?? (engine === 'postgres' ? startPostgres() : startMariadb());
  servers.set(engine, started);
  return started;
}

async function generateSchool(): Promise<GeneratedFleet> {
  const generated = new GeneratedFleet({ text: SCHOOL });
  await generated.generate();
  return generated;
}

/** In databases of their own; the fleet is one for all of a file, with the mapping as it is to begin with. */
export async function oldAndNew(from: Engine, to: Engine): Promise<OldAndNew> {
  await using stack = new AsyncDisposableStack();
  const pair = ++pairs;
  school ??= generateSchool();
  const generated = await school;
  await writeFile(join(generated.root, 'aurora.split.yaml'), SCHOOL_SPLIT);
  const storage = await mkdtemp(join(tmpdir(), 'aurora-split-'));
  stack.defer(() => rm(storage, { recursive: true }));
  const fleet = await generated.fleet();
  const source = await (await serverOf(from)).createDatabase(`old_${pair}`);
  await ask(source, schoolRows(from));
  const { runtime, url } = await databasesFor(fleet, await serverOf(to), `new_${pair}`, { STORAGE_DIR: storage });
  const owned = stack.move();
  return {
    fleet,
    runtime,
    from: source,
    storage,
    url,
    split: (wish = {}) =>
      split(fleet, runtime, { from: source, files: undefined, services: [], dryRun: false, ...wish }, silentNarrator),
    old: async (sql) => void (await ask(source, sql)),
    rows: (service, sql) => ask(url(service), sql),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** One or more statements; rows of the last as text. */
export async function ask(url: string, sql: string): Promise<(string | null)[][]> {
  if (url.startsWith('postgres')) {
    const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => String } });
    await client.connect();
    try {
      await client.query("SET TimeZone = 'UTC'");
      const results = [await client.query<(string | null)[]>({ text: sql, rowMode: 'array' } as never)].flat();
      return (results.at(-1) as unknown as { rows: (string | null)[][] }).rows;
    } finally {
      await client.end();
    }
  }
  const client = await mysql.createConnection({
    uri: url,
    multipleStatements: true,
    typeCast: (field) => (field as unknown as { string(): string | null }).string(),
  });
  try {
    const [rows] = await client.query({ sql: sql.replaceAll('"', '`'), rowsAsArray: true });
    return rows as unknown as (string | null)[][];
  } finally {
    await client.end();
  }
}
