export const DATABASE = `
  SELECT default_collation_name AS collation FROM information_schema.schemata WHERE schema_name = COALESCE($1, DATABASE())`;

/** MySQL and MariaDB; the case in which they name a view's columns differs, so each is named here. */
export const COLUMNS = `
  SELECT t.table_name AS \`table\`, t.table_rows AS \`rows\`, t.table_comment AS tableComment,
    c.column_name AS name, c.column_type AS type, c.is_nullable AS nullable, c.column_default AS expression, c.extra AS extra,
    c.generation_expression AS \`generated\`, c.collation_name AS collation, c.column_comment AS comment
  FROM information_schema.tables t
  JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
  WHERE t.table_schema = COALESCE($1, DATABASE()) AND t.table_type = 'BASE TABLE'
  ORDER BY BINARY t.table_name, c.ordinal_position`;

/** All of it: only MySQL has expressions, and each says in its own column what queries do not use. */
export const INDEXES = `
  SELECT s.* FROM information_schema.statistics s
  WHERE s.table_schema = COALESCE($1, DATABASE()) ORDER BY BINARY s.index_name, s.seq_in_index`;

export const FOREIGN_KEYS = `
  SELECT k.table_name AS \`table\`, k.constraint_name AS name, k.column_name AS \`column\`,
    k.referenced_table_name AS target, k.referenced_column_name AS targetColumn,
    r.delete_rule AS onDelete, r.update_rule AS onUpdate
  FROM information_schema.key_column_usage k
  JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema
    AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
  WHERE k.table_schema = COALESCE($1, DATABASE()) AND k.referenced_table_name IS NOT NULL
  ORDER BY BINARY k.constraint_name, k.ordinal_position`;

/** In MariaDB a check's name is its table's own, in MySQL the database's. */
export const checksIn = (isMaria: boolean) => `
  SELECT t.table_name AS \`table\`, c.constraint_name AS name, c.check_clause AS expression
  FROM information_schema.table_constraints t
  JOIN information_schema.check_constraints c ON c.constraint_schema = t.constraint_schema
    AND c.constraint_name = t.constraint_name ${isMaria ? 'AND c.table_name = t.table_name' : ''}
  WHERE t.table_schema = COALESCE($1, DATABASE()) AND t.constraint_type = 'CHECK'
  ORDER BY BINARY c.constraint_name`;

export const TRIGGERS = `
  SELECT event_object_table AS \`table\`, trigger_name AS name,
    CONCAT(action_timing, ' ', event_manipulation, ' ', action_statement) AS definition
  FROM information_schema.triggers WHERE event_object_schema = COALESCE($1, DATABASE()) ORDER BY BINARY trigger_name`;
