import type {
  Action,
  Asked,
  Catalog,
  CatalogCheck,
  CatalogColumn,
  CatalogForeignKey,
  CatalogIndex,
} from './contract.ts';
import { COLUMNS, checksIn, DATABASE, FOREIGN_KEYS, INDEXES, TRIGGERS } from './sql/mysql.ts';

export async function readMysql(client: Asked, schema: string | null, isMaria: boolean): Promise<Catalog> {
  const ask = <T extends object>(sql: string) => client.query<T>(sql, [schema]);
  const [database] = await ask<{ collation: string }>(DATABASE);
  const columns = await ask<ColumnRow>(COLUMNS);
  const indexes = Map.groupBy((await ask<object>(INDEXES)).map(partOf), ({ table }) => table);
  const foreignKeys = Map.groupBy(await ask<ForeignKeyRow>(FOREIGN_KEYS), ({ table }) => table);
  const checks = Map.groupBy(await ask<CheckRow>(checksIn(isMaria)), ({ table }) => table);
  const triggers = Map.groupBy(await ask<TriggerRow>(TRIGGERS), ({ table }) => table);

  const tables = [...Map.groupBy(columns, ({ table }) => table)].map(([name, rows]) => {
    const parts = Map.groupBy(indexes.get(name) ?? [], ({ index }) => index);
    const primary = parts.get('PRIMARY') ?? [];
    parts.delete('PRIMARY');
    const references = Map.groupBy(foreignKeys.get(name) ?? [], (row) => row.name);
    return {
      name,
      rows: rows[0]?.rows ?? null,
      comment: rows[0]?.tableComment || null,
      columns: rows.map((row) => columnOf(row, isMaria)),
      primaryKey: primary.map(({ column }) => column),
      indexes: [...parts].map(([index, own]) => indexOf(index, own)),
      foreignKeys: [...references].map(([key, own]) => foreignKeyOf(key, own)),
      checks: (checks.get(name) ?? []).map((row): CatalogCheck => {
        return { name: row.name, expression: row.expression, validated: true };
      }),
      triggers: (triggers.get(name) ?? []).map(({ name, definition }) => ({ name, definition })),
    };
  });
  return { tables, enumTypes: [], collation: database?.collation ?? null };
}

interface ColumnRow {
  readonly table: string;
  readonly rows: number | null;
  readonly tableComment: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: 'YES' | 'NO';
  readonly expression: string | null;
  readonly extra: string;
  readonly generated: string | null;
  readonly collation: string | null;
  readonly comment: string;
}

function columnOf(row: ColumnRow, isMaria: boolean): CatalogColumn {
  return {
    name: row.name,
    type: row.type,
    nullable: row.nullable === 'YES',
    default: defaultOf(row, isMaria),
    generated: row.generated || null,
    autoIncrement: /\bauto_increment\b/i.test(row.extra),
    onUpdate: /\bon update (\S+)/i.exec(row.extra)?.[1]?.toLowerCase() ?? null,
    values: row.type.startsWith('enum(') ? valuesOf(row.type) : null,
    collation: row.collation,
    comment: row.comment || null,
  };
}

/** MariaDB tells SQL, and the word NULL where null is the default; MySQL the bare value, unless it says that it is SQL. */
function defaultOf({ expression, extra, type }: ColumnRow, isMaria: boolean): string | null {
  if (expression === null || (isMaria && expression === 'NULL')) return null;
  const isSql = isMaria || /DEFAULT_GENERATED/.test(extra) || /^(current_timestamp|b')/i.test(expression);
  const isNumber = /^-?\d+(\.\d+)?$/.test(expression) && !/char|text|enum|set|date|time/.test(type);
  return isSql || isNumber ? expression : `'${expression.replaceAll("'", "''")}'`;
}

/** `enum('a','it''s')`, with what is no letter written by a backslash. */
function valuesOf(type: string): string[] {
  const written = { 0: '\0', n: '\n', r: '\r' } as Readonly<Record<string, string>>;
  return [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) =>
    value.replaceAll("''", "'").replace(/\\(.)/g, (_, letter: string) => written[letter] ?? letter),
  );
}

interface Part {
  readonly table: string;
  readonly index: string;
  readonly column: string;
  readonly unique: boolean;
  readonly method: string;
  readonly valid: boolean;
}

function partOf(row: object): Part {
  const of = Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
  const prefix = of.sub_part === null || /FULLTEXT|SPATIAL/.test(of.index_type) ? '' : `(${of.sub_part})`;
  return {
    table: of.table_name,
    index: of.index_name,
    column: of.column_name === null ? `(${of.expression})` : of.column_name + prefix,
    unique: Number(of.non_unique) === 0,
    method: String(of.index_type).toLowerCase(),
    valid: of.ignored !== 'YES' && of.is_visible !== 'NO',
  };
}

function indexOf(name: string, parts: readonly Part[]): CatalogIndex {
  const [{ unique, method, valid }] = parts as readonly [Part];
  return { name, columns: parts.map(({ column }) => column), unique, where: null, method, valid, constraint: unique };
}

interface ForeignKeyRow {
  readonly table: string;
  readonly name: string;
  readonly column: string;
  readonly target: string;
  readonly targetColumn: string;
  readonly onDelete: string;
  readonly onUpdate: string;
}

function foreignKeyOf(name: string, rows: readonly ForeignKeyRow[]): CatalogForeignKey {
  const [{ target, onDelete, onUpdate }] = rows as readonly [ForeignKeyRow];
  return {
    name,
    columns: rows.map(({ column }) => column),
    target: { table: target, columns: rows.map(({ targetColumn }) => targetColumn) },
    onDelete: onDelete.toLowerCase() as Action,
    onUpdate: onUpdate.toLowerCase() as Action,
    // Which rows were there when nobody looked (foreign_key_checks = 0) leaves no trace.
    validated: true,
  };
}

interface CheckRow {
  readonly table: string;
  readonly name: string;
  readonly expression: string;
}

interface TriggerRow {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}
