import type { CatalogColumn, CatalogTable } from '../../schema/catalog/contract.ts';
import type { FieldMapping } from '../mapping/contract.ts';
import { plainName } from './names.ts';

/** Where a field's value probably comes from. */
export interface Proposed {
  readonly field: string;
  /** Absent: nothing was found, and it needs something. */
  readonly value?: FieldMapping;
  /** What somebody should look at. */
  readonly notes: readonly string[];
}

/** What was found for the fields of one table so far, and which columns are left. */
export class Proposal {
  readonly table: CatalogTable;
  readonly fields: Proposed[] = [];
  readonly #used = new Set<string>();

  constructor(table: CatalogTable) {
    this.table = table;
  }

  take(field: string, value: FieldMapping, notes: readonly string[] = []): void {
    for (const name of [value.column ?? [], value.columns ?? []].flat()) this.#used.add(name);
    this.fields.push({ field, value, notes });
  }

  /** Nothing was found for it. */
  miss(field: string, note: string): void {
    this.fields.push({ field, notes: [note] });
  }

  has(field: string): boolean {
    return this.fields.some((each) => each.field === field);
  }

  /** Columns that nothing has been made of; keys make ids. */
  get left(): readonly CatalogColumn[] {
    return this.table.columns.filter(({ name }) => !this.#used.has(name) && !this.table.primaryKey.includes(name));
  }

  /** The first that is called by one of these. */
  called(names: ReadonlySet<string> | undefined): CatalogColumn | undefined {
    return this.left.find(({ name }) => names?.has(plainName(name)));
  }
}

export function asReference(columns: readonly string[]): FieldMapping {
  return columns.length === 1 ? { column: columns[0] as string } : { columns };
}
