import type { CatalogTable } from '../../../schema/catalog/contract.ts';
import type { FileStore } from '../../files/store.ts';
import { Misfit } from '../../fit/misfit.ts';
import type { Mapping, SplitMapping } from '../../mapping/contract.ts';
import { keyOf, Selection } from '../../run/selection.ts';
import type { Cells, Source } from '../../source/contract.ts';
import { compileOrigin } from '../../transform/compile-value.ts';
import type { Shape } from '../target/shape.ts';
import type { OldRow } from './contract.ts';
import { type Ids, idsOf } from './ids.ts';
import { type Convert, converterOf } from './values.ts';

/** Where old rows come from, and what they are read with. */
export interface Old {
  readonly all: SplitMapping;
  readonly source: Source;
  /** The folder that paths of files lead below. */
  readonly uploads: string | undefined;
  /** Of the file service, where files are mapped. */
  readonly store: Pick<FileStore, 'isName'> | undefined;
}

/** One mapping, ready for its rows. */
export interface Reader {
  readonly mapping: Mapping;
  readonly key: readonly string[];
  readonly ids: Ids;
  readonly selection: Selection;
  toRows(batch: readonly Cells[]): Promise<readonly OldRow[]>;
}

const NO_KEY = new Misfit('type');

export function readerOf(mapping: Mapping, shape: Shape, { all, source }: Old): Reader {
  const { name, fields } = mapping;
  const table = tableOf(mapping, source);
  const selection = new Selection(source, table);
  const key = keyOf(mapping, table);
  const places = key.map((column) => selection.column(column));
  const ids = idsOf(mapping);
  const converters = shape.columns.map((column): [string, Convert] => [
    column.field,
    converterOf(column, mapping, all, selection),
  ]);
  const place = (field: string) => shape.columns.findIndex((column) => column.field === field);
  const [createdAt, updatedAt] = [place('createdAt'), place('updatedAt')];
  const versionOf = fields.version && compileOrigin(fields.version, selection);

  const toRow = (cells: Cells): OldRow => {
    const parts = places.map((at) => String(cells[at]));
    const own = ids.of(parts);
    // Nor does the quarantine have one then.
    if (!own) return misfit(name, '', NO_KEY);
    const values: (string | null)[] = [];
    for (const [field, convert] of converters) {
      const value = convert(cells);
      if (value instanceof Misfit) return misfit(name, own.key, value, field);
      values.push(value);
    }
    if (updatedAt >= 0) values[updatedAt] ??= values[createdAt] ?? null;
    const id = shape.owners === undefined ? own.id : values.join();
    return { mapping: name, key: own.key, id, version: Number(versionOf?.(cells) ?? 1), values, fits: true };
  };
  return { mapping, key, ids, selection, toRows: async (batch) => batch.map(toRow) };
}

/** A row that does not fit. */
export function misfit(mapping: string, key: string, { code }: Misfit, field?: string): OldRow {
  return { mapping, key, fits: false, reason: code, ...(field !== undefined && { field }) };
}

function tableOf({ from }: Mapping, { catalog }: Source): CatalogTable | undefined {
  return 'table' in from ? catalog.tables.find(({ name }) => name === from.table) : undefined;
}
