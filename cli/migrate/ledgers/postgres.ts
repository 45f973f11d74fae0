import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { QueryTypes, Sequelize } from 'sequelize';
import { LOG_TABLE } from '../../runtimes/databases.ts';
import type { Select } from '../backfill/tables/contract.ts';
import { postgresTables } from '../backfill/tables/postgres.ts';
import { APPLICATION } from '../client.ts';
import type { Pace } from '../pace.ts';
import { revokeFromServices } from '../revoke.ts';
import { BUSY_WAIT_MS, stillAtWork } from './at-work.ts';
import type { Engine } from './engine.ts';
import { postgresAlone } from './postgres-alone.ts';

const CREATE_LOG = `
  CREATE TABLE IF NOT EXISTS ${LOG_TABLE} (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    duration_ms integer NOT NULL,
    applied_by text NOT NULL,
    aurora_version text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  );
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '${LOG_TABLE}'::regclass AND attname = 'steps') THEN
      -- Where it is on its way, and what of it has been done by then.
      ALTER TABLE ${LOG_TABLE} ADD COLUMN direction text, ADD COLUMN steps text;
    END IF;
  END $$;
  ${revokeFromServices(LOG_TABLE)}`;

/** After a kill the server stops what was running, and frees what it has locked, within this time. */
const NOTICE_DEATH_MS = 500;

/** The connection has it while it lasts, and a killed run's lasts until the server has noticed. Any number that nobody else uses. */
const BUSY = 4_727_322;
const ASK_EVERY_MS = 50;

const FORGET_SEEDS = `DO $$ BEGIN IF to_regclass('seed_runs') IS NOT NULL THEN DELETE FROM seed_runs; END IF; END $$`;

/** Exists, or does not: tables, columns, objects, schemas, functions. */
const THERE_ALREADY = new Set([
  '42P07',
  '42701',
  '42710',
  '42P06',
  '42723',
  '42P01',
  '42703',
  '42704',
  '3F000',
  '42883',
]);
/** No lock in time, and a deadlock. */
const LOCKED_OUT = new Set(['55P03', '40P01']);
const TOO_LONG = '57014';
/** The server's own errors; a broken connection has another code, or none. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;
/** It ends, or the connection does. */
const ENDING = /^(08|57P)/;

export function postgresEngine(url: string): Engine {
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    // In a bundle Sequelize finds none by itself.
    dialectModule: pg,
    logging: false,
    pool: { max: 1, min: 1, idle: 2 ** 31 - 1 },
    dialectOptions: { application_name: APPLICATION },
  });
  const query = sequelize.query.bind(sequelize);
  const run: Engine['run'] = (sql, values) => query(sql, values && { replacements: [...values] });
  const select: Select = <T extends object>(sql: string, values?: readonly unknown[]) =>
    query<T>(sql, { type: QueryTypes.SELECT, ...(values && { replacements: [...values] }) });
  let timeouts: Pick<Pace, 'lockTimeoutMs' | 'statementTimeoutMs'> = { lockTimeoutMs: 0, statementTimeoutMs: 0 };
  const setTimeouts: Engine['setTimeouts'] = async (wanted) => {
    timeouts = wanted;
    await run(`SET lock_timeout = ${wanted.lockTimeoutMs}; SET statement_timeout = ${wanted.statementTimeoutMs}`);
  };

  return {
    dialect: 'postgres',
    sequelize,
    select,
    run,
    tables: postgresTables(select),
    transactional: true,
    begin: 'BEGIN',
    async open() {
      await run(`SET client_connection_check_interval = '${NOTICE_DEATH_MS}ms'`);
      const endsAt = performance.now() + BUSY_WAIT_MS;
      // Asked again and again: waiting for it would hold up an index that the killed run is building.
      while ((await select<{ free: boolean }>(`SELECT pg_try_advisory_lock(${BUSY}) AS free`))[0]?.free !== true) {
        if (performance.now() > endsAt) throw stillAtWork();
        await pause(ASK_EVERY_MS);
      }
      await run(CREATE_LOG);
    },
    async connectionId() {
      const [own] = await select<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      return own?.pid as number;
    },
    setTimeouts,
    alone: postgresAlone({ select, run, setTimeouts }, () => timeouts),
    isThereAlready: (error) => THERE_ALREADY.has(codeOf(error)),
    isLost: (error) => isOfDatabase(error) && (!SQLSTATE.test(codeOf(error)) || ENDING.test(codeOf(error))),
    isLockedOut: (error) => LOCKED_OUT.has(codeOf(error)),
    isTooLong: (error) => codeOf(error) === TOO_LONG,
    grant: async () => undefined,
    async forgetSeeds() {
      await run(FORGET_SEEDS);
    },
  };
}

function isOfDatabase(error: unknown): error is { original: { code?: string } } {
  return (error as { original?: unknown }).original !== undefined;
}

function codeOf(error: unknown): string {
  return (isOfDatabase(error) && error.original.code) || '';
}
