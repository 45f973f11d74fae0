import { describe, expect, it } from '@jest/globals';
import type { Catalog, CatalogColumn, CatalogTable } from '../../../cli/schema/catalog/contract.ts';
import { renderMapping } from '../../../cli/split/init/render.ts';
import { matchTables } from '../../../cli/split/init/tables.ts';
import { parseMapping } from '../../../cli/split/mapping/read.ts';
import { inspect } from '../config/inspect.ts';

const { fleet } = inspect(`version: 1
name: shop
services:
  gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8004 }
  files: { kind: file, port: 8003 }
  crm:
    kind: domain
    port: 8001
    entities:
      Customer:
        fields:
          name: { type: string, required: true, maxLength: 40 }
          email: { type: email }
          state: { type: enum, values: [active, gone] }
      Tag: { fields: { label: { type: string, required: true } } }
      OrderItem:
        fields:
          customerId: { references: Customer, required: true }
          photoId: { references: files.File }
          paidOn: { type: date }
          weight: { type: decimal, precision: 8, scale: 2, required: true }
          tagIds: { references: Tag, many: true }
`);
if (!fleet) throw new Error('the fleet has mistakes');

const column = (name: string, type = 'integer', more: Partial<CatalogColumn> = {}): CatalogColumn => {
  const plain = {
    default: null,
    generated: null,
    autoIncrement: false,
    onUpdate: null,
    values: null,
    collation: null,
    comment: null,
  };
  return { name, type, nullable: false, ...plain, ...more };
};

const table = (name: string, columns: readonly CatalogColumn[], leads: Record<string, string> = {}): CatalogTable => ({
  name,
  rows: null,
  comment: null,
  columns,
  primaryKey: columns.some((each) => each.name === 'id') ? ['id'] : columns.map((each) => each.name),
  indexes: [],
  foreignKeys: Object.entries(leads).map(([from, to]) => {
    const how = { onDelete: 'no action', onUpdate: 'no action', validated: true } as const;
    return { name: `${name}_${from}`, columns: [from], target: { table: to, columns: ['id'] }, ...how };
  }),
  checks: [],
  triggers: [],
});

const CATALOG: Catalog = {
  collation: null,
  enumTypes: [],
  tables: [
    table('tbl_customers', [
      column('id'),
      column('fullName', 'varchar(100)'),
      column('mail', 'varchar(100)'),
      column('state', 'enum', { values: ['active', 'gnoe'] }),
      column('CreatedAt', 'timestamp'),
      column('is_deleted', 'boolean'),
      column('shoe_size'),
    ]),
    table(
      'ORDER_ITEMS',
      [
        column('id'),
        column('buyer'),
        column('paid_on', 'integer'),
        column('weight', 'text', { nullable: true }),
        column('picture_id'),
      ],
      {
        buyer: 'tbl_customers',
        picture_id: 'pictures',
      },
    ),
    table('tags', [column('id'), column('label', 'text')]),
    table('order_items_tags', [column('order_item_id'), column('tag_id')]),
    table('pictures', [column('id'), column('filename', 'text'), column('data', 'bytea'), column('mime', 'text')]),
    table('sessions', [column('id')]),
  ],
};

describe('the mapping that is proposed', () => {
  const { text, ignored, mapped, doubts } = renderMapping(CATALOG, matchTables(CATALOG, fleet));

  it('can be read, and finds tables by name and by what they hold', () => {
    const { mappings } = parseMapping(text, '/fleet/aurora.split.yaml', fleet);
    expect(Object.fromEntries(mapped.map((each) => [each.table, each.into]))).toEqual({
      tbl_customers: 'crm.Customer',
      ORDER_ITEMS: 'crm.OrderItem',
      tags: 'crm.Tag',
      order_items_tags: 'crm.OrderItem.tagIds',
      pictures: 'files.File',
    });
    expect(ignored).toEqual(['sessions']);
    const fields = Object.fromEntries(mappings.map((each) => [each.name, each.fields]));
    expect(fields.tbl_customers).toEqual({
      name: { column: 'fullName' },
      email: { column: 'mail', trim: true, nulls: [''] },
      state: { column: 'state', values: { active: 'active', gnoe: 'gone' } },
      createdAt: { column: 'CreatedAt' },
    });
    expect(fields.ORDER_ITEMS).toEqual({
      customerId: { column: 'buyer' },
      photoId: { column: 'picture_id', onOrphan: 'nullify' },
      paidOn: { column: 'paid_on', format: 'unix' },
      weight: { column: 'weight', trim: true, nulls: [''] },
    });
    expect(fields.order_items_tags).toEqual({ owner: { column: 'order_item_id' }, item: { column: 'tag_id' } });
    expect(fields.pictures).toEqual({
      name: { column: 'filename' },
      contentType: { column: 'mime' },
      content: { column: 'data' },
    });
  });

  it('says what it is unsure of, and what it leaves out', () => {
    expect(doubts).toBe(text.match(/# \?/g)?.length);
    expect(text).toMatch(
      /name: fullName # \? a guess: `fullName` is only like `name`; up to 100 characters there, 40 here/,
    );
    expect(text).toMatch(/where: NOT is_deleted # \?/);
    expect(text).toMatch(/shoe_size: no field is called like it # \?/);
    expect(text).toMatch(/paidOn: .* # \? a number: seconds since 1970\?/);
    expect(text).toMatch(/weight: .* # \? may be null there and not here/);
  });
});
