import { describe, expect, it } from '@jest/globals';
import { domain, entity, fleetOf, string } from './support/fleet.ts';
import { Workspace } from './support/workspace.ts';

const order = entity('Order', string('code'));
const item = entity('Item', string('name'));
const folder = 'migrations/order-service';

describe('migrations', () => {
  it('gives a new entity the next number after whatever stands there', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order)));
    space.write(`${folder}/0003-add-index.ts`, '// by hand\n');
    space.generate(fleetOf(space.root, domain('order-service', order, item)));
    expect(space.tree.list(folder)).toEqual([
      '0001-create-messaging.ts',
      '0002-create-orders.ts',
      '0003-add-index.ts',
      '0004-create-items.ts',
    ]);
  });

  it('writes those that need all tables after the tables, and none of them for an entity that has its table already', () => {
    using space = new Workspace();
    space.template(
      'domain/migrations/__service__/__number__-link-__entities__.ts.hbs',
      '{{#each entity.fields}}{{#if unique}}// {{name}}\n{{/if}}{{/each}}',
    );
    const linked = entity('Order', string('code', { unique: true }));
    space.generate(fleetOf(space.root, domain('order-service', linked, item)));
    expect(space.tree.list(folder).slice(1)).toEqual([
      '0002-create-orders.ts',
      '0003-create-items.ts',
      '0004-link-orders.ts',
    ]);

    using later = new Workspace();
    later.generate(fleetOf(later.root, domain('order-service', order, item)));
    later.template(
      'domain/migrations/__service__/__number__-link-__entities__.ts.hbs',
      '{{#each entity.fields}}{{#if unique}}// {{name}}\n{{/if}}{{/each}}',
    );
    expect(later.generate(fleetOf(later.root, domain('order-service', linked, item))).notes).toHaveLength(1);
    expect(later.tree.list(folder)).toHaveLength(3);
  });

  it('gives an entity that was removed and comes back another one', () => {
    using space = new Workspace();
    const both = fleetOf(space.root, domain('order-service', order, item));
    space.generate(both);
    space.generate(fleetOf(space.root, domain('order-service', order)));
    space.generate(both);
    expect(space.tree.list(folder)).toContain('0004-create-items.ts');
  });

  it('writes none for a changed entity, but a note', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order)));
    const changed = fleetOf(space.root, domain('order-service', entity('Order', string('code'), string('label'))));
    expect(space.generate(changed).notes).toEqual([
      'Order changed: bring its table after it with a migration (aurora migrate create order-service <name>)',
    ]);
    expect(space.tree.list(folder)).toHaveLength(2);
    expect(space.generate(changed).notes).toEqual([]);
  });
});
