import type { Table } from '../contract.ts';
import { column, plainIndex, string } from './column.ts';

/** Of a service that refers to what others own. */
export const REFERENCE_COPIES: Table = {
  name: 'reference_copies',
  columns: [
    column('target', string(100)),
    column('id', { kind: 'uuid' }),
    column('version', { kind: 'integer' }),
    column('data', { kind: 'json' }, { nullable: true }),
    column('deleted', { kind: 'boolean' }, { nullable: true, computedOnMysql: 'data IS NULL' }),
  ],
  primaryKey: ['target', 'id'],
  indexes: [
    {
      name: 'reference_copies_deleted',
      columns: ['target', 'id'],
      ...plainIndex,
      where: 'data IS NULL',
      columnsOnMysql: ['target', 'deleted'],
    },
  ],
  foreignKeys: [],
};
