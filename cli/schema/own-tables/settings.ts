import type { Table } from '../contract.ts';
import { column, datetime, plainIndex, string } from './column.ts';

/** Of a config service: settings as a history, their count of changes, and the running instances. */
export const SETTINGS: readonly Table[] = [
  {
    name: 'settings',
    columns: [
      column('service', string(63)),
      column('version', { kind: 'integer' }),
      column('overrides', { kind: 'json' }),
      column('updated_at', datetime(3)),
      column('updated_by', string(255)),
    ],
    primaryKey: ['service', 'version'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'revisions',
    columns: [column('topic', string(63)), column('revision', { kind: 'bigint' })],
    primaryKey: ['topic'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'instances',
    columns: [
      column('id', string(100)),
      column('service', string(63)),
      column('url', string(255)),
      column('version', string(100)),
      column('colour', string(20), { nullable: true }),
      column('registered_at', datetime(3), { default: 'now' }),
      column('expires_at', datetime(3)),
    ],
    primaryKey: ['id'],
    indexes: [{ name: 'instances_expires_at', columns: ['expires_at'], ...plainIndex }],
    foreignKeys: [],
  },
];
