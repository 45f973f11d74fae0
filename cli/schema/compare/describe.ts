import type { CatalogColumn, CatalogForeignKey, CatalogIndex } from '../catalog/contract.ts';

/** `varchar(32) NOT NULL DEFAULT 'x'` */
export function describeColumn(column: CatalogColumn): string {
  return [
    column.type,
    ...(column.collation === null ? [] : [`COLLATE ${column.collation}`]),
    ...(column.generated === null ? [] : [`GENERATED AS (${column.generated})`]),
    ...(column.nullable ? [] : ['NOT NULL']),
    ...(column.default === null ? [] : [`DEFAULT ${column.default}`]),
    ...(column.onUpdate === null ? [] : [`ON UPDATE ${column.onUpdate}`]),
    ...(column.autoIncrement ? ['AUTO INCREMENT'] : []),
  ].join(' ');
}

/** `UNIQUE (code) WHERE (deleted_at IS NULL)` */
export function describeIndex({ unique, columns, where, method }: CatalogIndex): string {
  return [
    ...(unique ? ['UNIQUE'] : []),
    ...(method === 'btree' ? [] : [method.toUpperCase()]),
    describeColumns(columns),
    ...(where === null ? [] : [`WHERE ${where}`]),
  ].join(' ');
}

/** `(order_id) REFERENCES orders (id) ON DELETE CASCADE` */
export function describeForeignKey({ columns, target, onDelete, onUpdate }: CatalogForeignKey): string {
  const actions = `ON DELETE ${onDelete.toUpperCase()} ON UPDATE ${onUpdate.toUpperCase()}`;
  return `${describeColumns(columns)} REFERENCES ${target.table} ${describeColumns(target.columns)} ${actions}`;
}

export function describeColumns(columns: readonly string[]): string {
  return `(${columns.join(', ')})`;
}
