import type { Action, Asked, Catalog, CatalogCheck, CatalogForeignKey, CatalogIndex, EnumType } from './contract.ts';

/** Ordinary tables and partitioned ones, of one schema. */
const TABLES = `
  SELECT c.oid, c.relname FROM pg_class c
  WHERE c.relnamespace = COALESCE($1, current_schema())::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

const COLUMNS = `
  SELECT t.relname AS "table", c.reltuples AS rows, obj_description(t.oid, 'pg_class') AS "tableComment",
    a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, e.typname AS "enumType",
    NOT a.attnotnull OR EXISTS (
      SELECT FROM pg_constraint n WHERE n.conrelid = t.oid AND n.contype = 'n' AND n.conkey[1] = a.attnum AND NOT n.convalidated
    ) AS nullable,
    pg_get_expr(d.adbin, d.adrelid) AS expression, a.attgenerated <> '' AS generated,
    a.attidentity <> '' OR EXISTS (
      SELECT FROM pg_depend s JOIN pg_class q ON q.oid = s.objid AND q.relkind = 'S'
      WHERE s.refobjid = t.oid AND s.refobjsubid = a.attnum AND s.deptype = 'a'
    ) AS "autoIncrement",
    CASE WHEN o.collname <> 'default' THEN o.collname END AS collation, col_description(t.oid, a.attnum) AS comment
  FROM (${TABLES}) t JOIN pg_class c ON c.oid = t.oid
  LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
  LEFT JOIN pg_type e ON e.oid = a.atttypid AND e.typtype = 'e'
  LEFT JOIN pg_collation o ON o.oid = a.attcollation
  ORDER BY t.relname COLLATE "C", a.attnum`;

const INDEXES = `
  SELECT t.relname AS "table", i.relname AS name, x.indisprimary AS primary, x.indisunique AS unique,
    ARRAY(
      SELECT COALESCE(a.attname, '(' || pg_get_indexdef(x.indexrelid, k, true) || ')')
      FROM generate_series(1, x.indnkeyatts) k
      LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[k - 1] AND a.attnum <> 0
      ORDER BY k
    )::text[] AS columns,
    pg_get_expr(x.indpred, x.indrelid) AS where, m.amname AS method, x.indisvalid AND x.indisready AS valid,
    EXISTS (SELECT FROM pg_constraint n WHERE n.conindid = i.oid AND n.contype IN ('p', 'u', 'x')) AS constraint
  FROM (${TABLES}) t JOIN pg_index x ON x.indrelid = t.oid
  JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
  ORDER BY i.relname COLLATE "C"`;

const CONSTRAINTS = `
  SELECT t.relname AS "table", n.conname AS name, n.contype AS kind, n.convalidated AS validated,
    pg_get_expr(n.conbin, n.conrelid) AS expression,
    ARRAY(${columnsOf('n.conrelid', 'n.conkey')})::text[] AS columns,
    f.relname AS target, ARRAY(${columnsOf('n.confrelid', 'n.confkey')})::text[] AS "targetColumns",
    n.confdeltype AS "onDelete", n.confupdtype AS "onUpdate"
  FROM (${TABLES}) t JOIN pg_constraint n ON n.conrelid = t.oid AND n.contype IN ('c', 'f')
  LEFT JOIN pg_class f ON f.oid = n.confrelid
  ORDER BY n.conname COLLATE "C"`;

const TRIGGERS = `
  SELECT t.relname AS "table", g.tgname AS name, pg_get_triggerdef(g.oid) AS definition
  FROM (${TABLES}) t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
  ORDER BY g.tgname COLLATE "C"`;

const ENUMS = `
  SELECT y.typname AS name, array_agg(v.enumlabel::text ORDER BY v.enumsortorder) AS values
  FROM pg_type y JOIN pg_enum v ON v.enumtypid = y.oid
  WHERE y.typnamespace = COALESCE($1, current_schema())::regnamespace
  GROUP BY y.typname ORDER BY y.typname COLLATE "C"`;

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

function columnsOf(table: string, numbers: string): string {
  return `SELECT a.attname FROM unnest(${numbers}) WITH ORDINALITY k (number, place)
    JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number ORDER BY k.place`;
}
