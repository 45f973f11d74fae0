/** Ordinary tables and partitioned ones, of one schema. */
const TABLES = `
  SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
  WHERE s.nspname = COALESCE($1, current_schema()) AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

export const COLUMNS = `
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

export const INDEXES = `
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

export const CONSTRAINTS = `
  SELECT t.relname AS "table", n.conname AS name, n.contype AS kind, n.convalidated AS validated,
    pg_get_expr(n.conbin, n.conrelid) AS expression,
    ARRAY(${columnsOf('n.conrelid', 'n.conkey')})::text[] AS columns,
    f.relname AS target, ARRAY(${columnsOf('n.confrelid', 'n.confkey')})::text[] AS "targetColumns",
    n.confdeltype AS "onDelete", n.confupdtype AS "onUpdate"
  FROM (${TABLES}) t JOIN pg_constraint n ON n.conrelid = t.oid AND n.contype IN ('c', 'f')
  LEFT JOIN pg_class f ON f.oid = n.confrelid
  ORDER BY n.conname COLLATE "C"`;

export const TRIGGERS = `
  SELECT t.relname AS "table", g.tgname AS name, pg_get_triggerdef(g.oid) AS definition
  FROM (${TABLES}) t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
  ORDER BY g.tgname COLLATE "C"`;

export const ENUMS = `
  SELECT y.typname AS name, array_agg(v.enumlabel::text ORDER BY v.enumsortorder) AS values
  FROM pg_type y JOIN pg_namespace s ON s.oid = y.typnamespace JOIN pg_enum v ON v.enumtypid = y.oid
  WHERE s.nspname = COALESCE($1, current_schema())
  GROUP BY y.typname ORDER BY y.typname COLLATE "C"`;

function columnsOf(table: string, numbers: string): string {
  return `SELECT a.attname FROM unnest(${numbers}) WITH ORDINALITY k (number, place)
    JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number ORDER BY k.place`;
}
