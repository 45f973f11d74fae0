import type { Mapping } from '../../mapping/contract.ts';
import type { Cell, Cells, Source } from '../../source/contract.ts';
import type { Shape } from '../target/shape.ts';
import { withContents } from './contents.ts';
import type { OldRows, Raw } from './contract.ts';
import { type Old, type Reader, readerOf } from './reader.ts';

/** The rows of all mappings into one entity: converted here by themselves, without what the split remembers of them. */
export function oldRowsOf(shape: Shape, mappings: readonly Mapping[], old: Old): OldRows {
  const { source } = old;
  const readers = mappings.map((mapping) => {
    const reader = readerOf(mapping, shape, old);
    return mapping.into.kind === 'files' ? withContents(reader, shape, old) : reader;
  });
  return {
    async *all() {
      for (const { mapping, selection, key, toRows } of readers) {
        for await (const batch of source.rows(selection.sql(mapping, key))) yield await toRows(batch);
      }
    },
    async again(name, key) {
      const reader = readers.find(({ mapping }) => mapping.name === name) as Reader;
      const only = narrowed(reader.mapping, conditionOf(reader, key, source));
      // To its end: a reading that is left in its midst costs a connection.
      const found: Cells[] = [];
      for await (const batch of source.rows(reader.selection.sql(only, reader.key))) found.push(...batch);
      const [row] = await reader.toRows(found.slice(0, 1));
      return row && { row, values: rawOf(reader.selection.names, found[0] as Cells) };
    },
    mayBe: (id) => readers.some(({ ids }) => ids.mayBe(id)),
    keepsIds: mappings.some(({ ids }) => ids === 'kept'),
    keyOf: (id) => readers.map(({ ids }) => ids.keyOf(id)).find((key) => key !== undefined),
  };
}

/** SQL: only the row with this key, which may be spelt otherwise in the table. */
function conditionOf({ key, mapping, selection }: Reader, value: string, { name, text, engine }: Source): string {
  const parts: string[] = key.length === 1 ? [value] : JSON.parse(value);
  const spelt = (column: string) => {
    if (selection.isBytes(column))
      return engine === 'postgres' ? `encode(${name(column)}, 'hex')` : `hex(${name(column)})`;
    return mapping.ids === 'kept' ? `CAST(${name(column)} AS CHAR(36))` : name(column);
  };
  const same = (column: string, part: string) => {
    if (mapping.ids === 'kept') return `lower(replace(${spelt(column)}, '-', '')) = ${text(part.replaceAll('-', ''))}`;
    return `${mapping.foldKeys ? `lower(rtrim(${name(column)}))` : spelt(column)} = ${text(part)}`;
  };
  return key.map((column, at) => same(column, parts[at] ?? '')).join(' AND ');
}

function narrowed(mapping: Mapping, condition: string): Mapping {
  return { ...mapping, where: mapping.where === undefined ? condition : `(${mapping.where}) AND (${condition})` };
}

function rawOf(names: readonly string[], cells: Cells): Raw {
  return Object.fromEntries(names.map((name, at) => [name, shown(cells[at] ?? null)]));
}

const shown = (cell: Cell): string | null => (cell === null ? null : cell.toString());
