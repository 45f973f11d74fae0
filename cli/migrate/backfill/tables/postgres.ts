import pg from 'pg';
import type { Backfill } from '../contract.ts';
import { tableOf } from '../statements.ts';
import type { Select, Tables, WalkedTable } from './contract.ts';

/** A table that was never analysed is counted, up to here. */
const COUNTED = 100_000;

export function postgresTables(select: Select): Tables {
  const name = (work: Backfill) => tableOf(work, 'postgres');
  return {
    unfit: /^$/,
    async describe(work) {
      const columns = await select<WalkedTable['columns'][number]>(
        `SELECT attname AS name, NOT attnotnull AS nullable, format_type(atttypid, atttypmod) AS type
         FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped`,
        [name(work)],
      );
      if (columns.length === 0) return undefined;
      const indexes = await select<WalkedTable['indexes'][number]>(
        `SELECT indisprimary AS "primary", to_json(ARRAY(
           SELECT attname FROM unnest(indkey::int2[]) WITH ORDINALITY AS part (number, at)
           LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = number ORDER BY at)) AS columns
         FROM pg_index WHERE indrelid = to_regclass(?) AND indisvalid AND indpred IS NULL`,
        [name(work)],
      );
      return { columns, indexes };
    },
    async estimate(work) {
      const [guess] = await select<{ rows: number }>(
        'SELECT reltuples AS rows FROM pg_class WHERE oid = to_regclass(?)',
        [name(work)],
      );
      if (guess && guess.rows >= 0) return Math.round(guess.rows);
      const [counted] = await select<{ rows: string }>(
        `SELECT count(*) AS rows FROM (SELECT FROM ${name(work)} LIMIT ${COUNTED + 1}) AS counted`,
      );
      const rows = Number(counted?.rows);
      return rows > COUNTED ? null : rows;
    },
    asText: (column) => `${column}::text`,
    literal: (text) => pg.escapeLiteral(text),
  };
}
