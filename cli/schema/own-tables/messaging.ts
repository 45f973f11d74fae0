import type { Column, Index, Table } from '../contract.ts';
import { column, datetime, HASH, plainIndex, string, uniqueIndex } from './column.ts';

const UUID = { kind: 'uuid' } as const;
const SMALL = { kind: 'smallint' } as const;
const INTEGER = { kind: 'integer' } as const;
const BIG = { kind: 'bigint' } as const;
const DOCUMENT = { kind: 'json' } as const;
const now = (name: string): Column => column(name, datetime(6), { default: 'now' });

const EVENT: readonly Column[] = [
  column('event_id', UUID),
  column('aggregate_type', string(100)),
  column('aggregate_id', string(100)),
  column('aggregate_version', INTEGER),
  column('partition', SMALL),
  column('type', string(255)),
  column('schema_version', SMALL),
  column('envelope', DOCUMENT),
  column('attempts', INTEGER, { default: 0 }),
  column('last_error', { kind: 'text', short: true }, { nullable: true }),
  now('created_at'),
];
const eventKey = (table: string): Index => ({ name: `${table}_event_id_key`, columns: ['event_id'], ...uniqueIndex });

/** What `0001-create-messaging` makes in each service's database. */
export const MESSAGING: readonly Table[] = [
  {
    name: 'outbox',
    columns: [
      column('position', BIG, { serial: true }),
      ...EVENT,
      column('available_at', datetime(6), { nullable: true }),
    ],
    primaryKey: ['position'],
    indexes: [
      eventKey('outbox'),
      {
        name: 'outbox_aggregate_version',
        columns: ['aggregate_type', 'aggregate_id', 'aggregate_version'],
        ...uniqueIndex,
        constraint: false,
      },
      {
        name: 'outbox_waiting',
        columns: ['aggregate_type', 'aggregate_id'],
        ...plainIndex,
        where: 'available_at IS NOT NULL',
        columnsOnMysql: ['aggregate_type', 'aggregate_id', 'available_at'],
      },
    ],
    foreignKeys: [],
  },
  {
    name: 'outbox_dead',
    columns: [column('position', BIG), ...EVENT, now('died_at')],
    primaryKey: ['position'],
    indexes: [eventKey('outbox_dead')],
    foreignKeys: [],
  },
  {
    name: 'outbox_leases',
    columns: [
      column('partition', SMALL),
      column('owner', string(100)),
      column('fence', BIG),
      column('expires_at', datetime(6)),
    ],
    primaryKey: ['partition'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'inbox',
    columns: [
      column('consumer', string(100)),
      column('source', string(200)),
      column('event_id', UUID),
      now('received_at'),
    ],
    primaryKey: ['consumer', 'source', 'event_id'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'idempotency_keys',
    columns: [
      column('subject', string(255)),
      column('key', string(255)),
      column('request_hash', HASH),
      column('status', SMALL),
      column('response', DOCUMENT),
      now('created_at'),
    ],
    primaryKey: ['subject', 'key'],
    indexes: [{ name: 'idempotency_keys_created_at', columns: ['created_at'], ...plainIndex }],
    foreignKeys: [],
  },
  {
    name: 'seed_runs',
    columns: [column('profile', string(100)), column('checksum', string(64)), now('applied_at')],
    primaryKey: ['profile'],
    indexes: [],
    foreignKeys: [],
  },
];
