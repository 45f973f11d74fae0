import type { Client } from '../../migrate/engines/contract.ts';
import type { Kept } from '../target/contract.ts';
import { QUARANTINE } from '../target/own-tables.ts';

/** A row of the old database that did not fit. */
export interface KeptRow extends Kept {
  readonly mapping: string;
}

interface Stored {
  readonly mapping: string;
  readonly source_key: string;
  readonly reasons: Kept['why'] | string;
  readonly source_row: Kept['row'] | string;
}

/** Of a mapping in a service's database, the first that were kept aside. */
export async function readKept(client: Client, mapping: string, limit: number): Promise<KeptRow[]> {
  if (!(await client.hasTable(QUARANTINE))) return [];
  const rows = await client.query<Stored>(
    `SELECT mapping, source_key, reasons, source_row FROM ${QUARANTINE} WHERE mapping = $1 ORDER BY position LIMIT ${limit}`,
    [mapping],
  );
  return rows.map(({ mapping, source_key: key, reasons, source_row: row }) => ({
    mapping,
    key,
    why: parsed(reasons),
    row: parsed(row),
  }));
}

/** MariaDB's JSON is a text. */
function parsed<T>(value: T | string): T {
  return typeof value === 'string' ? JSON.parse(value) : value;
}
