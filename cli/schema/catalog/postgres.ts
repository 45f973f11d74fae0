import type { Action, Asked, Catalog, CatalogCheck, CatalogForeignKey, CatalogIndex, EnumType } from './contract.ts';
import { COLUMNS, CONSTRAINTS, ENUMS, INDEXES, TRIGGERS } from './sql/postgres.ts';

const ACTIONS: Readonly<Record<string, Action>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

export async function readPostgres(client: Asked, schema: string | null): Promise<Catalog> {
  const ask = <T extends { readonly table: string }>(sql: string) => client.query<T>(sql, [schema]);
  const columns = await ask<ColumnRow>(COLUMNS);
  const indexes = Map.groupBy(await ask<IndexRow>(INDEXES), ({ table }) => table);
  const constraints = Map.groupBy(await ask<ConstraintRow>(CONSTRAINTS), ({ table }) => table);
  const triggers = Map.groupBy(await ask<TriggerRow>(TRIGGERS), ({ table }) => table);
  const enumTypes = await client.query<EnumType>(ENUMS, [schema]);
  const valuesOf = new Map(enumTypes.map(({ name, values }) => [name, values]));

  const tables = [...Map.groupBy(columns, ({ table }) => table)].map(([name, rows]) => {
    const keys = indexes.get(name) ?? [];
    return {
      name,
      // Never analysed: -1.
      rows: rows[0] && rows[0].rows >= 0 ? rows[0].rows : null,
      comment: rows[0]?.tableComment ?? null,
      columns: rows.flatMap((row) => (row.name === null ? [] : [columnOf({ ...row, name: row.name }, valuesOf)])),
      primaryKey: keys.find(({ primary }) => primary)?.columns ?? [],
      indexes: keys.filter(({ primary }) => !primary).map(indexOf),
      foreignKeys: (constraints.get(name) ?? []).filter(({ kind }) => kind === 'f').map(foreignKeyOf),
      checks: (constraints.get(name) ?? []).filter(({ kind }) => kind === 'c').map(checkOf),
      triggers: (triggers.get(name) ?? []).map(({ name, definition }) => ({ name, definition })),
    };
  });
  return { tables, enumTypes, collation: null };
}

interface ColumnRow {
  readonly table: string;
  readonly rows: number;
  readonly tableComment: string | null;
  /** Null: of a table without columns. */
  readonly name: string | null;
  readonly type: string;
  readonly enumType: string | null;
  readonly nullable: boolean;
  readonly expression: string | null;
  readonly generated: boolean;
  readonly autoIncrement: boolean;
  readonly collation: string | null;
  readonly comment: string | null;
}

function columnOf(row: ColumnRow & { name: string }, valuesOf: ReadonlyMap<string, readonly string[]>) {
  const { name, type, nullable, expression, generated, autoIncrement, collation, comment, enumType } = row;
  return {
    name,
    type,
    nullable,
    default: generated ? null : expression,
    generated: generated ? expression : null,
    autoIncrement,
    onUpdate: null,
    values: (enumType !== null && valuesOf.get(enumType)) || null,
    collation,
    comment,
  };
}

interface IndexRow extends CatalogIndex {
  readonly table: string;
  readonly primary: boolean;
}

function indexOf({ name, columns, unique, where, method, valid, constraint }: IndexRow): CatalogIndex {
  return { name, columns, unique, where, method, valid, constraint };
}

interface ConstraintRow {
  readonly table: string;
  readonly name: string;
  readonly kind: 'c' | 'f';
  readonly validated: boolean;
  readonly expression: string | null;
  readonly columns: string[];
  readonly target: string | null;
  readonly targetColumns: string[];
  readonly onDelete: string;
  readonly onUpdate: string;
}

function foreignKeyOf(row: ConstraintRow): CatalogForeignKey {
  return {
    name: row.name,
    columns: row.columns,
    target: { table: row.target ?? '', columns: row.targetColumns },
    onDelete: ACTIONS[row.onDelete] ?? 'no action',
    onUpdate: ACTIONS[row.onUpdate] ?? 'no action',
    validated: row.validated,
  };
}

function checkOf({ name, expression, validated }: ConstraintRow): CatalogCheck {
  return { name, expression: expression ?? '', validated };
}

interface TriggerRow {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}
