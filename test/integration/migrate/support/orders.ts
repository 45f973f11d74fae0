import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { loadFleet } from '../../../../cli/config/load.ts';
import type { Fleet } from '../../../../cli/config/model.ts';
import type { Runtime } from '../../../../cli/runtimes/contract.ts';
import { provisionMysql } from '../../../../cli/runtimes/databases/mysql.ts';
import { provisionPostgres } from '../../../../cli/runtimes/databases/postgres.ts';
import type { Databases, LentDatabases } from '../../../../cli/runtimes/databases.ts';
import { isPostgres } from '../../../../cli/runtimes/databases.ts';
import type { StartedMariadb, StartedPostgres } from '../../../../shared/testing/index.ts';

const CONFIG = `version: 1
name: shop
services:
  api-gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8002 }
  orders-service:
    kind: domain
    port: 8001
    entities:
      Order:
        fields:
          title: { type: string, required: true }
`;

export const SERVICE = 'orders-service';
const PASSWORD = 'secret';

/** A fleet with migrations of its own and a database as `up` provisions it. */
export interface Orders extends AsyncDisposable {
  readonly fleet: Fleet;
  /** With the login that may change the schema. */
  readonly owner: string;
  /** With the login that the service runs with. */
  readonly login: string;
  readonly databases: LentDatabases;
  /** Lends this database, as a runtime does. */
  readonly runtime: Runtime;
  /** Does what every `up` does to the databases. */
  provision(): Promise<void>;
  /** Writes a migration from the statements of its two ways. */
  write(name: string, up: string, down?: string): Promise<void>;
  writeSource(name: string, source: string): Promise<void>;
  remove(name: string): Promise<void>;
  rows(sql: string, url?: string): Promise<Record<string, unknown>[]>;
  tables(): Promise<string[]>;
}

let count = 0;

export async function orders(server: StartedPostgres | StartedMariadb): Promise<Orders> {
  const root = await mkdtemp(join(tmpdir(), 'aurora-migrate-'));
  const file = join(root, 'aurora.config.yaml');
  await writeFile(file, CONFIG);
  const folder = join(root, 'migrations', SERVICE);
  await mkdir(folder, { recursive: true });

  const name = `orders_${++count}`;
  const owner = { name: `${name}_owner`, password: PASSWORD };
  const user = { name, password: PASSWORD };
  const scheme = isPostgres(server.url()) ? 'postgres' : 'mysql';
  const provisionOn = scheme === 'postgres' ? provisionPostgres : provisionMysql;
  const provision = () => provisionOn(server.url(), [{ name, owner, user }]);
  await provision();
  const urlOf = (login: string) => `${scheme}://${login}:${PASSWORD}@127.0.0.1:${server.port}/${name}`;

  const fleet = await loadFleet({ file });
  const databases: LentDatabases = { url: () => urlOf(owner.name), login: () => urlOf(user.name) };
  const writeSource = (migration: string, source: string) => writeFile(join(folder, `${migration}.ts`), source);
  const rows = (sql: string, url = urlOf(owner.name)) => query(url, sql);

  return {
    fleet,
    owner: urlOf(owner.name),
    login: urlOf(user.name),
    databases,
    runtime: lending(databases),
    provision,
    write: (migration, up, down = '') => writeSource(migration, source(up, down)),
    writeSource,
    remove: (migration) => rm(join(folder, `${migration}.ts`)),
    rows,
    tables: async () => {
      const schema = scheme === 'postgres' ? `'public'` : 'DATABASE()';
      const found = await rows(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${schema} ORDER BY 1`,
      );
      return found.map(({ name }) => String(name));
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** A runtime of which no more is asked than to lend databases. */
export function lending(databases: Databases | LentDatabases): Runtime {
  const runtime: Pick<Runtime, 'withDatabases'> = {
    withDatabases: (_fleet, work) => work({ login: noLogin, ...databases }),
  };
  return runtime as Runtime;
}

function noLogin(): never {
  throw new RangeError('This test has one login alone.');
}

function source(up: string, down: string): string {
  return `import type { Sequelize } from 'sequelize';

interface Context {
  readonly sequelize: Sequelize;
}

export async function up({ sequelize }: Context): Promise<void> {
  for (const sql of ${JSON.stringify(up.split(';'))}) await sequelize.query(sql);
}

export async function down({ sequelize }: Context): Promise<void> {
  for (const sql of ${JSON.stringify(down.split(';'))}) await sequelize.query(sql);
}
`;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  if (!isPostgres(url)) return queryMysql(url, sql);
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function queryMysql(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = await mysql.createConnection(url);
  try {
    return (await client.query(sql))[0] as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
