import type { Change } from '../change.ts';
import { columnOf, constraintOf } from './column.ts';
import { as, is, type NodeOf, tableOf } from './nodes.ts';

export function createTable({ relation, tableElts = [], constraints: more = [] }: NodeOf<'CreateStmt'>): Change[] {
  const columns = tableElts.flatMap((node) => (is('ColumnDef', node) ? [columnOf(as('ColumnDef', node))] : []));
  const own = [...tableElts, ...more].flatMap((node) =>
    is('Constraint', node) ? constraintOf(as('Constraint', node)) : [],
  );
  const keys = new Set(own.flatMap(({ type, columns }) => (type === 'primary-key' ? columns : [])));
  return [
    {
      kind: 'create-table',
      table: tableOf(relation),
      columns: columns.map((column) => (keys.has(column.name) ? { ...column, notNull: true } : column)),
      constraints: [...own, ...columns.flatMap(({ constraints }) => constraints)],
    },
  ];
}
