import type { ForeignKey, Index } from '../../../../schema/contract.ts';
import type { Stop } from '../contract.ts';
import { quoted, quotedList } from '../names.ts';

export function stopAtNulls(table: string, column: string): Stop {
  const rows = `${quoted(table)} WHERE ${quoted(column)} IS NULL`;
  return {
    count: count(rows),
    because: `rows of ${table} have no ${column}: fill them in (UPDATE ${table} SET ${column} = … WHERE ${column} IS NULL), then run it again.`,
  };
}

export function stopAtDuplicates(table: string, { columns, live }: Index): Stop {
  const given = columns.map((column) => `${quoted(column)} IS NOT NULL`).join(' AND ');
  const alive = live ? ` AND ${quoted('deleted_at')} IS NULL` : '';
  return {
    count: count(
      `(SELECT 1 FROM ${quoted(table)} WHERE ${given}${alive} GROUP BY ${quotedList(columns)} HAVING count(*) > 1) AS repeated`,
    ),
    because: `values of ${columns.join(', ')} are in several rows of ${table}: change all of them but one, then run it again.`,
  };
}

export function stopAtOrphans(table: string, { column, table: target }: ForeignKey): Stop {
  const owner = `SELECT 1 FROM ${quoted(target)} AS owner WHERE owner.${quoted('id')} = part.${quoted(column)}`;
  return {
    count: count(`${quoted(table)} AS part WHERE part.${quoted(column)} IS NOT NULL AND NOT EXISTS (${owner})`),
    because: `rows of ${table} have a ${column} that is in no row of ${target}: correct or delete them, then run it again.`,
  };
}

/** Rows that are deleted would be there again. */
export function stopAtDeleted(table: string): Stop {
  const column = quoted('deleted_at');
  return {
    // Once the column is gone, it is the null beside the table.
    count: `SELECT (${count(`${quoted(table)} WHERE ${column} IS NOT NULL`)}) AS number FROM (SELECT NULL AS ${column}) AS gone`,
    because: `rows of ${table} are marked as deleted, and would be there again: DELETE them, or set deleted_at to null, then run it again.`,
  };
}

/** @param rows SQL after FROM */
export function count(rows: string): string {
  return `SELECT count(*) AS number FROM ${rows}`;
}
