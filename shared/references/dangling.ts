import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/index.ts';
import { Look } from '../metrics/index.ts';
import type { Reference } from './contract.ts';
import type { ReferringEntity } from './referring.ts';

/** The parts of a service that show something. */
export interface Shows {
  readonly database: Database;
  readonly metrics: Registry;
  readonly readiness: {
    add(dependency: { name: string; critical: boolean; check: () => Promise<unknown> }): void;
  };
}

/** Shows how many references lead to what has been deleted: made at the moment it was, or forbidden to let go of. */
export function showDangling({ database, metrics, readiness }: Shows, entities: readonly ReferringEntity[]): void {
  const each = entities.flatMap((entity) => entity.references.map((reference) => ({ entity, reference })));
  const looks = each.map(({ entity, reference }) => {
    return { entity, reference, look: new Look(() => count(database, entity, reference)) };
  });

  new Gauge({
    name: 'references_dangling',
    help: 'References to resources that their owner has deleted.',
    labelNames: ['entity', 'field'] as const,
    registers: [metrics],
    async collect() {
      const counts = looks.map(async ({ entity, reference, look }) => {
        this.set({ entity: entity.name, field: reference.field }, (await look.value()) ?? Number.NaN);
      });
      await Promise.all(counts);
    },
  });
  readiness.add({
    name: 'references',
    critical: false,
    async check() {
      const counts = each.map(async ({ entity, reference }) => {
        return [`${entity.name}.${reference.field}`, await count(database, entity, reference)];
      });
      return { dangling: Object.fromEntries(await Promise.all(counts)) };
    },
  });
}

async function count(
  database: Database,
  { table, softDelete }: ReferringEntity,
  { column, target }: Reference,
): Promise<number> {
  const { name, quote } = database.dialect;
  // As the index has it.
  const deleted = name === 'mysql' ? 'c.deleted = 1' : 'c.data IS NULL';
  const { rows } = await database.query<{ count: string }>(
    {
      text: `SELECT count(*) AS count FROM reference_copies c JOIN ${quote(table)} r ON r.${quote(column)} = c.id
        WHERE c.target = $1 AND ${deleted}${softDelete ? ' AND r.deleted_at IS NULL' : ''}`,
    },
    [target],
  );
  return Number(rows[0]?.count ?? 0);
}
