import type { Node } from 'libpg-query';
import type { Change, Dropped } from '../change.ts';
import { as, is, type NodeOf, nameOf } from './nodes.ts';

const DROPPED: Readonly<Record<string, Dropped>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_SCHEMA: 'schema',
};

export function drop({
  objects = [],
  removeType = 'OBJECT_TABLE',
  behavior,
  concurrent,
}: NodeOf<'DropStmt'>): Change[] {
  return objects.map((object): Change => {
    const name = dropped(object);
    if (removeType === 'OBJECT_INDEX') return { kind: 'drop-index', name, concurrently: concurrent === true };
    return { kind: 'drop', what: DROPPED[removeType] ?? 'other', name, cascade: behavior === 'DROP_CASCADE' };
  });
}

/** Names come in parts, as types, alone, or with the arguments of a function. */
function dropped(object: Node): string {
  if (is('List', object)) return nameOf(as('List', object).items);
  if (is('TypeName', object)) return nameOf(as('TypeName', object).names);
  if (is('ObjectWithArgs', object)) return nameOf(as('ObjectWithArgs', object).objname);
  return nameOf([object]);
}
