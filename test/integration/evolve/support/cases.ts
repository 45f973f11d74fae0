import type { Case } from './prove.ts';

const order = (...fields: string[]) => entity('Order', ...fields);

function entity(name: string, ...fields: string[]): string {
  return `${name}:\n  fields:\n${['code: { type: string, maxLength: 20 }', ...fields].map((field) => `    ${field}`).join('\n')}\n`;
}

/** Every kind of change. */
export const CASES: Readonly<Record<string, Case>> = {
  'a new field': {
    before: order(),
    after: order(
      'note: { type: text }',
      'total: { type: decimal, precision: 10, scale: 2 }',
      'open: { type: boolean }',
    ),
  },
  'a new required field': {
    before: order(),
    after: order('total: { type: integer, required: true }'),
    fix: 'UPDATE orders SET total = 7 WHERE total IS NULL',
    files: ['add-total-to-orders', 'finish-add-total-to-orders'],
  },
  'new fields with defaults': {
    before: order(),
    after: order(
      'total: { type: integer, required: true, default: 3 }',
      "state: { type: enum, values: [open, shut, 'it''s'], default: \"it's\" }",
      "note: { type: text, default: 'a \\ b' }",
      'tags: { type: array, of: string, default: [a, b] }',
      'at: { type: datetime, default: "2026-01-02T03:04:05Z" }',
      'day: { type: date, default: "2026-01-02" }',
      'price: { type: decimal, precision: 8, scale: 2, default: "1.50" }',
      'size: { type: bigint, default: 5 }',
      'open: { type: boolean, default: true }',
    ),
  },
  'a field that goes': {
    before: order(
      'total: { type: integer, required: true, unique: true }',
      'state: { type: enum, values: [open, shut] }',
    ),
    after: order(),
    fixBack: "DELETE FROM orders WHERE code > '1'; UPDATE orders SET total = version WHERE total IS NULL",
  },
  'a field that becomes required': {
    before: order('total: { type: integer }'),
    after: order('total: { type: integer, required: true }'),
  },
  'a field that becomes required, with a default': {
    before: order('state: { type: enum, values: [open, shut] }'),
    after: order('state: { type: enum, values: [open, shut], required: true, default: open }'),
  },
  'a required field that becomes optional': {
    before: order(
      'total: { type: integer, required: true }',
      'state: { type: enum, values: [open, shut], required: true }',
    ),
    after: order('total: { type: integer }', 'state: { type: enum, values: [open, shut] }'),
  },
  'a field that becomes unique, and one that is so no longer': {
    before: order('number: { type: integer }', 'email: { type: email, unique: true }'),
    after: order('number: { type: integer, unique: true }', 'email: { type: email }'),
  },
  'fields that are unique together, and found together': {
    before: `${order('a: { type: integer }', 'b: { type: integer }')}  unique: [[a, code]]\n  indexes: [[a, createdAt]]\n`,
    after: `${order('a: { type: integer }', 'b: { type: integer }')}  unique: [[a, b]]\n  indexes: [[b, a]]\n`,
  },
  'a field with another name': {
    before: order('name: { type: string, required: true, unique: true }', 'json: { type: json }'),
    after: order(
      'title: { type: string, required: true, unique: true, renamedFrom: name }',
      'data: { type: json, renamedFrom: json }',
    ),
    same: { 'orders.title': 'orders.name', 'orders.data': 'orders.json' },
    files: ['change-orders', 'finish-change-orders'],
  },
  'a field with another name and another type': {
    before: order(
      'state: { type: enum, values: [open, shut], required: true }',
      'name: { type: string, maxLength: 30 }',
    ),
    after: order(
      'status: { type: enum, values: [shut, open], required: true, renamedFrom: state }',
      'title: { type: string, maxLength: 90, required: true, renamedFrom: name }',
    ),
    same: { 'orders.status': 'orders.state', 'orders.title': 'orders.name' },
  },
  'a field with another name that holds more': {
    before: order(
      'name: { type: string, maxLength: 30, required: true, unique: true }',
      'state: { type: enum, values: [open, shut], required: true }',
      'note: { type: string }',
      'price: { type: decimal, precision: 8, scale: 2 }',
    ),
    after: order(
      'title: { type: string, maxLength: 90, required: true, unique: true, renamedFrom: name }',
      'status: { type: enum, values: [lost, shut, open], required: true, renamedFrom: state }',
      'remark: { type: text, renamedFrom: note }',
      'total: { type: decimal, precision: 12, scale: 2, renamedFrom: price }',
    ),
    same: {
      'orders.title': 'orders.name',
      'orders.status': 'orders.state',
      'orders.remark': 'orders.note',
      'orders.total': 'orders.price',
    },
    fresh: `UPDATE orders SET title = '${'x'.repeat(90)}', status = 'lost', remark = '${'y'.repeat(300)}', total = 1234567890.12 WHERE code = '5'`,
    fixBack: `UPDATE orders SET name = '5', note = '5', price = 5 WHERE code = '5'; UPDATE orders SET state = 'open'`,
  },
  'an enum with more values': {
    before: order(
      'state: { type: enum, values: [open, shut], required: true }',
      'kind: { type: enum, values: [a, b], unique: false }',
    ),
    after: order(
      'state: { type: enum, values: [open, shut, lost], required: true }',
      'kind: { type: enum, values: [z, a, y, b] }',
    ),
    fixBack: "UPDATE orders SET state = 'shut', kind = 'a'",
  },
  'an enum with fewer values, and one in another order': {
    before: `${order('state: { type: enum, values: [open, lost, shut], required: true }', 'kind: { type: enum, values: [a, b] }')}  indexes: [[state, code]]\n`,
    after: `${order('state: { type: enum, values: [open, shut], required: true }', 'kind: { type: enum, values: [b, a] }')}  indexes: [[state, code]]\n`,
    fix: `UPDATE orders SET state = 'shut' WHERE state = 'lost'`,
    same: { 'orders.state': 'x.x' },
  },
  'longer and shorter texts': {
    before: order(
      'a: { type: string, maxLength: 30, unique: true }',
      'b: { type: string, maxLength: 30, required: true }',
      'c: { type: string, maxLength: 90 }',
      'd: { type: string, maxLength: 90 }',
    ),
    after: order(
      'a: { type: string, maxLength: 40, unique: true }',
      'b: { type: string, maxLength: 200, required: true }',
      'c: { type: string, maxLength: 20 }',
      'd: { type: text }',
    ),
  },
  'unique strings that become text, which has no index': {
    before: order('a: { type: string, unique: true }', 'b: { type: string, unique: true, required: true }'),
    after: order('a: { type: text }', 'c: { type: text, required: true, renamedFrom: b }'),
    same: { 'orders.c': 'orders.b' },
    fresh: `UPDATE orders SET a = '${'x'.repeat(300)}', c = '${'x'.repeat(300)}' WHERE code = '5'`,
    fixBack: `UPDATE orders SET a = '5', b = '5' WHERE code = '5'`,
  },
  'other types': {
    before: order(
      'a: { type: integer, unique: true, required: true }',
      'b: { type: decimal, precision: 8, scale: 2 }',
      'c: { type: enum, values: [x, y], required: true }',
      'd: { type: string }',
      'e: { type: integer }',
    ),
    after: order(
      'a: { type: bigint, unique: true, required: true }',
      'b: { type: decimal, precision: 12, scale: 2 }',
      'c: { type: string, required: true }',
      'd: { type: integer }',
      'e: { type: text }',
    ),
    fixBack: "UPDATE orders SET c = 'x' WHERE c NOT IN ('x', 'y')",
  },
  'soft deletion': {
    before: `${order('number: { type: integer, unique: true }', 'a: { type: integer }')}  unique: [[a, code]]\n`,
    after: `${order('number: { type: integer, unique: true }', 'a: { type: integer }')}  unique: [[a, code]]\n  softDelete: true\n`,
  },
  'no soft deletion any more': {
    before: `${order('number: { type: integer, unique: true }', 'a: { type: integer }')}  unique: [[a, code]]\n  softDelete: true\n`,
    after: `${order('number: { type: integer, unique: true }', 'a: { type: integer }')}  unique: [[a, code]]\n`,
  },
  'columns of what is deleted softly': {
    before: `${order('number: { type: integer, unique: true }', 'total: { type: integer }', 'state: { type: enum, values: [a, b] }')}  softDelete: true\n`,
    after: `${order('no: { type: integer, unique: true, renamedFrom: number }', 'total: { type: integer, required: true }', 'state: { type: enum, values: [b, a] }', 'fresh: { type: text }')}  softDelete: true\n`,
    same: { 'orders.no': 'orders.number' },
  },
  'who wrote it': { before: order(), after: `${order()}  audit: true\n` },
  'a new entity, and a reference to it': {
    before: order(),
    after: `${order('customerId: { references: Customer }', 'partIds: { references: Customer, many: true }')}${entity('Customer')}`,
  },
  'a reference that goes, and a list of them': {
    before: `${order('customerId: { references: Customer, required: true }', 'partIds: { references: Customer, many: true }')}${entity('Customer')}`,
    after: `${order()}${entity('Customer')}`,
    fixBack: 'DELETE FROM orders WHERE customer_id IS NULL',
  },
  'an entity that goes with what refers to it': {
    before: `${order('customerId: { references: Customer }', 'partIds: { references: Customer, many: true }')}${entity('Customer', 'state: { type: enum, values: [a, b] }')}`,
    after: order(),
  },
  'a reference that is unique now, and one that leads elsewhere': {
    before: `${order('customerId: { references: Customer }', 'shopId: { references: Customer }')}${entity('Customer')}${entity('Shop')}`,
    after: `${order('customerId: { references: Customer, unique: true }', 'shopId: { references: Shop }')}${entity('Customer')}${entity('Shop')}`,
    fix: 'UPDATE orders SET shop_id = NULL',
    same: { 'orders.shop_id': 'x.x' },
    fixBack: 'UPDATE orders SET shop_id = NULL',
  },
  'a reference with another name': {
    before: `${order('customerId: { references: Customer, required: true }', 'partIds: { references: Customer, many: true }')}${entity('Customer')}`,
    after: `${order('buyerId: { references: Customer, required: true, renamedFrom: customerId }', 'itemIds: { references: Customer, many: true, renamedFrom: partIds }')}${entity('Customer')}`,
    same: {
      'orders.buyer_id': 'orders.customer_id',
      orders_item_ids: 'orders_part_ids',
      'orders_item_ids.item_ids': 'orders_part_ids.part_ids',
    },
  },
  'a plain id that is a reference now, under another name': {
    before: `${order('ownerId: { type: uuid }')}${entity('Customer')}`,
    after: `${order('customerId: { references: Customer, renamedFrom: ownerId }')}${entity('Customer')}`,
    same: { 'orders.customer_id': 'x.x' },
    fix: 'UPDATE orders SET customer_id = NULL',
  },
  'an entity with another name': {
    before: `${order('customerId: { references: Customer, required: true, unique: true }')}${entity('Customer', 'number: { type: integer, unique: true }', 'state: { type: enum, values: [a, b] }', 'friendIds: { references: Customer, many: true }')}`,
    after: `${order('customerId: { references: Client, required: true, unique: true }')}Client:\n  renamedFrom: Customer\n${entity('X', 'number: { type: integer, unique: true }', 'state: { type: enum, values: [a, b] }', 'friendIds: { references: Client, many: true }').slice(3)}`,
    same: { clients: 'customers', clients_friend_ids: 'customers_friend_ids' },
    files: ['rename-customers-to-clients', 'finish-rename-customers-to-clients'],
  },
  'an entity with another name, other fields, and who refers to it anew': {
    before: entity(
      'Customer',
      'number: { type: integer, unique: true }',
      'name: { type: string, maxLength: 20 }',
      'state: { type: enum, values: [a, b], required: true }',
      'note: { type: string }',
      'alias: { type: string, maxLength: 20 }',
    ),
    after: `Client:\n  renamedFrom: Customer\n${entity('X', 'no: { type: integer, unique: true, renamedFrom: number }', 'name: { type: string, maxLength: 50 }', 'state: { type: enum, values: [b, c, a], required: true }', 'note: { type: text }', 'nick: { type: string, maxLength: 90, renamedFrom: alias }', 'age: { type: integer }').slice(3)}${order('clientId: { references: Client }')}`,
    same: { clients: 'customers', 'clients.no': 'customers.number', 'clients.nick': 'customers.alias' },
    fresh: `UPDATE clients SET name = '${'x'.repeat(50)}', state = 'c', note = '${'y'.repeat(300)}', nick = '${'z'.repeat(90)}' WHERE code = '5'`,
    fixBack: `UPDATE customers SET name = '5', note = '5', alias = '5' WHERE code = '5'; UPDATE customers SET state = 'a'`,
  },
};
