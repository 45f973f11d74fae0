import type { Column } from '../change.ts';
import { BOTH, type Rule } from '../contract.ts';

const SMALL = /^(small|medium|tiny)?(int|serial)[24]?$/;

export const smallKey: Rule = {
  id: 'small-key',
  engines: BOTH,
  severity: 'warning',
  danger: 'data',
  why: 'Numbers of 32 bits run out at 2.1 billion, undone transactions and deleted rows counted, and then each INSERT fails; to widen it writes the whole table anew.',
  safe: '`bigint` (bigserial, BIGINT AUTO_INCREMENT), or UUIDv7 as Aurora has it.',
  evenNew: true,
  finds: (change) => {
    if (change.kind === 'add-column')
      return isSmall(change.column) ? `${change.table}.${change.column.name}` : undefined;
    if (change.kind !== 'create-table') return undefined;
    const found = change.columns.find(isSmall);
    return found && `${change.table}.${found.name}`;
  },
};

const isSmall = ({ numbered, type }: Column): boolean => numbered && SMALL.test(type.name);
