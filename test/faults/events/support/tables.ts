import { join } from 'node:path';
import type { Database, Row } from '../../../../shared/database/index.ts';
import { connectDatabase } from '../../../../shared/database/index.ts';
import { migrate, type StartedDatabase } from '../../../../shared/testing/index.ts';
import { readableLog } from '../../../support/log.ts';
import type { Effect, Entry } from './reconcile.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../../migrations');

const LEDGER = 'CREATE TABLE ledger (id varchar(36) PRIMARY KEY, aggregate varchar(36), version int)';
/** Nothing in it is unique but its position: what takes effect twice is there twice. */
const EFFECT = `CREATE TABLE effect (
  position serial PRIMARY KEY, id varchar(36), aggregate varchar(36), version int, copy int)`;

/** A producer's own database: an entity, the outbox, and the ledger of what was committed. */
export function createOrders(server: StartedDatabase, name: string): Promise<Database> {
  return create(server, name, 'subject-service', LEDGER);
}

/** A consumer's own database: the inbox, copies of what others own, and what took effect. */
export function createBilling(server: StartedDatabase, name: string): Promise<Database> {
  return create(server, name, 'syllabus-service', EFFECT);
}

async function create(server: StartedDatabase, name: string, service: string, table: string): Promise<Database> {
  const url = await server.createDatabase(name);
  await migrate(url, join(MIGRATIONS, service));
  const database = await connectDatabase({ url, poolSize: 10, log: readableLog().log });
  await database.query({ text: table });
  return database;
}

export async function ledgerOf(orders: Database): Promise<Entry[]> {
  return (await orders.query<Entry & Row>({ text: 'SELECT id, aggregate, version FROM ledger' })).rows;
}

export async function effectsOf(billing: Database): Promise<Effect[]> {
  const text = 'SELECT id, aggregate, version, copy FROM effect ORDER BY position';
  return (await billing.query<Effect & Row>({ text })).rows;
}

export async function countOf(database: Database, table: string): Promise<number> {
  const { rows } = await database.query<{ n: string }>({ text: `SELECT count(*) AS n FROM ${table}` });
  return Number(rows[0]?.n);
}
