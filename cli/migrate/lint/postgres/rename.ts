import type { Change } from '../change.ts';
import { type NodeOf, tableOf } from './nodes.ts';

export function rename({ renameType, relation, subname = '', newname = '' }: NodeOf<'RenameStmt'>): Change[] {
  const table = tableOf(relation);
  switch (renameType) {
    case 'OBJECT_COLUMN':
      return [{ kind: 'rename-column', table, column: subname, to: newname }];
    case 'OBJECT_TABLE':
      return [{ kind: 'rename', what: 'table', name: table, to: newname }];
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return [{ kind: 'rename', what: 'view', name: table, to: newname }];
    case 'OBJECT_SCHEMA':
      return [{ kind: 'rename', what: 'schema', name: subname, to: newname }];
    default:
      // Indexes, constraints, types, triggers: rows are not asked for by their names.
      return [];
  }
}
