import { QUARANTINE, VERSIONS } from '../../target/own-tables.ts';
import type { Shape } from '../target/shape.ts';
import { ownerIn, type Store } from '../target/store.ts';
import type { Quarantine } from './contract.ts';

interface Reason {
  readonly code: string;
}

/** Reads what the split has kept aside of a service's rows: only to see whether it should have. */
export function quarantineIn({ client, spelling }: Store): Quarantine {
  const among = spelling.among('source_key', '$2', 'text');
  return {
    async among(mapping, keys) {
      if (keys.length === 0) return new Map();
      const rows = await client.query<{ source_key: string; reasons: unknown }>(
        `SELECT source_key, reasons FROM ${QUARANTINE} WHERE mapping = $1 AND ${among}`,
        [mapping, keys],
      );
      return new Map(rows.map(({ source_key, reasons }) => [source_key, codeIn(reasons)]));
    },
    async count(mapping) {
      const first = spelling.firstOf('reasons', 'code');
      const rows = await client.query<{ code: string; count: string | number }>(
        `SELECT ${first} AS code, count(*) AS count FROM ${QUARANTINE} WHERE mapping = $1 GROUP BY 1 ORDER BY 1`,
        [mapping],
      );
      return Object.fromEntries(rows.map(({ code, count }) => [code, Number(count)]));
    },
  };
}

/** MariaDB's JSON is a text. */
function codeIn(reasons: unknown): string {
  const [first] = (typeof reasons === 'string' ? JSON.parse(reasons) : reasons) as Reason[];
  return first?.code ?? '';
}

/** Versions that later runs gave to rows of an entity; a list has those of its owners. */
export async function writtenVersions(
  { table, owners }: Shape,
  ids: readonly string[],
  { client, spelling }: Store,
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await client.query<{ id: string; version: number }>(
    `SELECT id, version FROM ${VERSIONS} WHERE entity = $1 AND ${spelling.among('id', '$2', 'uuid')}`,
    [owners ?? table, [...new Set(ids.map(ownerIn))]],
  );
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  const written = new Map<string, number>();
  for (const id of ids) {
    const version = versions.get(ownerIn(id));
    if (version !== undefined) written.set(id, version);
  }
  return written;
}
