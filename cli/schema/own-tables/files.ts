import type { Table } from '../contract.ts';
import { column, datetime, HASH, string } from './column.ts';

/** Of a file service: what is told of each file. */
export const FILES: Table = {
  name: 'files',
  columns: [
    column('id', { kind: 'uuid' }),
    column('name', string(255)),
    column('content_type', string(255)),
    column('size', { kind: 'bigint' }),
    column('sha256', HASH),
    column('version', { kind: 'integer' }),
    column('created_at', datetime(3)),
    column('updated_at', datetime(3)),
  ],
  primaryKey: ['id'],
  indexes: [],
  foreignKeys: [],
};
