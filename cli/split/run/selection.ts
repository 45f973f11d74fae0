import type { CatalogTable } from '../../schema/catalog/contract.ts';
import type { FieldMapping, Mapping } from '../mapping/contract.ts';
import type { Source } from '../source/contract.ts';

/** What of a mapping's rows is read, each once. */
export class Selection {
  readonly #source: Source;
  readonly #table: CatalogTable | undefined;
  readonly #expressions = new Map<string, string>();

  constructor(source: Source, table: CatalogTable | undefined) {
    this.#source = source;
    this.#table = table;
  }

  /** Its place among the cells of a row. */
  column(name: string): number {
    return this.#place(this.#read(name), name);
  }

  expression(sql: string): number {
    return this.#place(`(${sql})`, sql);
  }

  /** Whether it is bytes, which come as hexadecimal digits. */
  isBytes(name: string): boolean {
    return BYTES.test(this.#typeOf(name));
  }

  /** What was selected, by place, in words. */
  get names(): readonly string[] {
    return [...this.#expressions.values()];
  }

  /** @param order columns, the first of which counts most */
  sql(mapping: Mapping, order: readonly string[]): string {
    const { name } = this.#source;
    const selected = [...this.#expressions.keys()].join(', ');
    const from = 'table' in mapping.from ? this.#source.table(mapping.from.table) : `(${mapping.from.sql})`;
    const where = mapping.where === undefined ? '' : ` WHERE ${mapping.where}`;
    // With the table before it: a name alone could as well be that of something selected, as PostgreSQL names a cast or a sub-query.
    const by = order.map((column) => `${name('source')}.${name(column)}`).join(', ');
    return `SELECT ${selected} FROM ${from} AS ${name('source')}${where} ORDER BY ${by}`;
  }

  #place(sql: string, words: string): number {
    if (!this.#expressions.has(sql)) this.#expressions.set(sql, words);
    return [...this.#expressions.keys()].indexOf(sql);
  }

  #read(name: string): string {
    const quoted = this.#source.name(name);
    const type = this.#typeOf(name);
    if (BYTES.test(type)) return this.#source.engine === 'postgres' ? `encode(${quoted}, 'hex')` : `HEX(${quoted})`;
    if (type.endsWith('[]')) return `to_json(${quoted})`;
    if (type.startsWith('bit') && this.#source.engine === 'mysql') return `${quoted} + 0`;
    return quoted;
  }

  #typeOf(name: string): string {
    return this.#table?.columns.find((column) => column.name === name)?.type ?? '';
  }
}

const BYTES = /^(?:bytea|(?:tiny|medium|long)?blob|(?:var)?binary)\b/i;

/** Columns that a field is made of, as far as it says so by name. */
export function columnsOf({ column, columns = [] }: FieldMapping): readonly string[] {
  return column === undefined ? columns : [column];
}

/** The keys of a table or a query. */
export function keyOf(mapping: Mapping, table: CatalogTable | undefined): readonly string[] {
  return mapping.key ?? table?.primaryKey ?? [];
}
