import type { Column } from '../../../shared/repository/columns.ts';

/** A column of every kind, as a model would give them. */
export const columns: readonly Column[] = [
  { name: 'id', column: 'id', kind: 'uuid', nullable: false },
  { name: 'title', column: 'title', kind: 'string', nullable: false },
  { name: 'notes', column: 'notes', kind: 'text', nullable: true },
  { name: 'rank', column: 'rank', kind: 'integer', nullable: true },
  { name: 'open', column: 'is_open', kind: 'boolean', nullable: true },
  { name: 'state', column: 'state', kind: 'enum', nullable: false, values: ['new', 'done'] },
  { name: 'extra', column: 'extra', kind: 'json', nullable: true },
  { name: 'createdAt', column: 'created_at', kind: 'timestamp', nullable: false },
];
