import { KeySet } from '../keys/key-set.ts';
import type { TextSet } from '../keys/text-set.ts';
import type { Mapping } from '../mapping/contract.ts';
import { stepsOf } from '../transform/steps-of.ts';
import { compileMapping, selvesOf } from './compiled.ts';
import type { Context } from './context.ts';
import type { Counts } from './counts.ts';
import { compileKey } from './reference.ts';
import { keyOf, Selection } from './selection.ts';

/**
 * Of a table that refers to itself, the keys of rows that fit and whose whole line of ancestors does: found by looking at all rows once,
 * then taking out what leads nowhere until nothing does. Undefined where such references become null, or are none.
 */
export async function sift(
  context: Context,
  mapping: Mapping,
  claimed: (columns: string) => TextSet,
): Promise<KeySet | undefined> {
  const selves = selvesOf(mapping);
  if (selves.length === 0) return undefined;

  const { source } = context;
  const fitting = new KeySet(mapping, (context.counts.get(mapping.name) as Counts).source);
  const uniques = new Map<string, TextSet>();
  const taken = (columns: string) => {
    const found = uniques.get(columns) ?? claimed(columns).copy();
    uniques.set(columns, found);
    return found;
  };
  const { row, select } = compileMapping(context, mapping, { own: fitting, uniques: taken });
  for await (const batch of source.rows(select)) for (const cells of batch) row(cells);

  const catalog = source.catalog.tables.find(({ name }) => 'table' in mapping.from && name === mapping.from.table);
  const selection = new Selection(source, catalog);
  const key = keyOf(mapping, catalog);
  const readKey = compileKey({ columns: key }, selection, [], fitting);
  const ancestors = selves.map(({ name }) => {
    const given = mapping.fields[name] ?? {};
    return compileKey(given, selection, stepsOf(given, { type: 'uuid' }), fitting);
  });
  const sql = selection.sql(mapping, key);
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for await (const batch of source.rows(sql)) {
      for (const cells of batch) {
        const own = readKey(cells);
        if (typeof own !== 'string' || !fitting.has(own)) continue;
        const leads = ancestors.map((ancestor) => ancestor(cells));
        if (leads.every((old) => old === null || (typeof old === 'string' && fitting.has(old)))) continue;
        fitting.delete(own);
        isStable = false;
      }
    }
  }
  return fitting;
}
