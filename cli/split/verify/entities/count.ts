import type { Mapping } from '../../mapping/contract.ts';
import type { Source } from '../../source/contract.ts';
import type { MappingCount } from '../contract.ts';
import type { Quarantine } from '../old/contract.ts';

/** Counts in the old database itself, without reading its rows. */
export async function countMapping(mapping: Mapping, source: Source, quarantine: Quarantine): Promise<MappingCount> {
  const { from, where, name } = mapping;
  const rows = 'table' in from ? source.table(from.table) : `(${from.sql})`;
  const counted = (condition: string) =>
    source.number(`SELECT count(*) FROM ${rows} AS ${source.name('source')} WHERE ${condition}`);
  return {
    mapping: name,
    source: await counted('1 = 1'),
    // What is unknown is not true either.
    leftOut: where === undefined ? 0 : await counted(`NOT coalesce((${where}), 1 = 0)`),
    quarantined: await quarantine.count(name),
  };
}
