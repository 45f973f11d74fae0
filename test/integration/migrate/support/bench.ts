import { withClient } from '../../../../cli/migrate/client.ts';
import { migrationFiles } from '../../../../cli/migrate/files.ts';
import { applyPending, revert } from '../../../../cli/migrate/run.ts';
import { readCatalog } from '../../../../cli/schema/catalog/read.ts';
import { BASE, type Kind, NAME } from './kinds.ts';
import { type Orders, SERVICE } from './orders.ts';

/** A database on which a migration goes up and down again and again. */
export interface Bench {
  up(url?: string): Promise<unknown>;
  down(url?: string): Promise<unknown>;
  /** Schema, rows and log. */
  state(): Promise<object>;
}

export async function benchOf(shop: Orders, kind: Kind): Promise<Bench> {
  await shop.writeSource(NAME, kind.source);
  for (const sql of BASE) await shop.rows(sql);
  const run = (url: string) => ({
    service: SERVICE,
    files: () => migrationFiles(shop.fleet, SERVICE),
    url,
    onWait: () => undefined,
    pace: { lockTimeoutMs: 20_000, lockRetries: 0, statementTimeoutMs: 0, backfillShare: 1 },
  });
  return {
    up: (url = shop.owner) => applyPending(run(url)),
    down: (url = shop.owner) => revert(run(url)),
    state: () =>
      withClient(shop.owner, async ({ query }) => {
        const { tables, enumTypes } = await readCatalog({ query });
        const own = tables.filter(({ name }) => !name.startsWith('schema_migrations'));
        const rows = await Promise.all(
          own.map(({ name, columns }) =>
            query(`SELECT * FROM ${name} ORDER BY ${columns.map((_, index) => index + 1)}`),
          ),
        );
        const log = await query('SELECT name, checksum, direction, steps FROM schema_migrations').catch(() => []);
        return { tables: own.map(({ rows: _guess, ...table }) => table), enumTypes, rows, log };
      }),
  };
}
