import { describe, expect, it } from '@jest/globals';
import { Cut, cutAt } from './support/cut.ts';
import { domain, entity, fleetOf, reference, string } from './support/fleet.ts';
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
    later.generate(fleetOf(later.root, domain('order-service', linked, item)));
    expect(later.tree.list(folder).slice(3)).toEqual(['0004-index-code-of-orders.ts']);
  });

  it('gives an entity that was removed and comes back another one', () => {
    using space = new Workspace();
    const both = fleetOf(space.root, domain('order-service', order, item));
    space.generate(both);
    space.generate(fleetOf(space.root, domain('order-service', order)));
    space.generate(both);
    expect(space.tree.list(folder).slice(3)).toEqual(['0004-drop-items.ts', '0005-create-items.ts']);
  });

  it('brings the table of a changed entity after it, once, and is quiet afterwards', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order)));
    const changed = fleetOf(space.root, domain('order-service', entity('Order', string('code'), string('label'))));
    expect(space.generate(changed).notes).toEqual([]);
    expect(space.tree.list(folder).slice(2)).toEqual(['0003-add-label-to-orders.ts']);
    const before = space.snapshot();
    expect(space.propose(changed)).toMatchObject({ changes: [], record: [] });
    space.generate(changed);
    expect(space.snapshot()).toEqual(before);
  });

  it('goes on forward when a change is taken back, and says what is lost by that', () => {
    using space = new Workspace();
    const first = fleetOf(space.root, domain('order-service', order));
    space.generate(first);
    space.generate(fleetOf(space.root, domain('order-service', entity('Order', string('code'), string('label')))));
    expect(space.propose(first).losses).toEqual([
      { service: 'order-service', what: 'column orders.label', from: 'its value in every row that has one' },
    ]);
    space.generate(first);
    expect(space.tree.list(folder).slice(2)).toEqual(['0003-add-label-to-orders.ts', '0004-drop-label-of-orders.ts']);
  });

  it('finishes what a killed run has begun, with the same names', () => {
    const first = (root: string) => fleetOf(root, domain('order-service', entity('Order', string('code'))));
    const then = (root: string) =>
      fleetOf(
        root,
        domain('order-service', entity('Order', string('title', { required: true, renamedFrom: 'code' })), item),
      );
    using whole = new Workspace();
    whole.generate(first(whole.root));
    whole.generate(then(whole.root));
    const migrations = (space: Workspace) =>
      space.tree.list(folder).map((name) => [name, space.read(`${folder}/${name}`)]);
    for (let step = 0, cut = true; cut; step++) {
      using space = new Workspace();
      space.generate(first(space.root));
      try {
        space.generate(then(space.root), cutAt(space.tree, step));
        cut = false;
      } catch (error) {
        expect(error).toBeInstanceOf(Cut);
      }
      space.generate(then(space.root));
      expect(migrations(space)).toEqual(migrations(whole));
    }
  });

  it('leaves nothing of what a killed run has begun for another config', () => {
    const orders = (root: string, ...more: string[]) =>
      fleetOf(root, domain('order-service', entity('Order', string('code'), ...more.map((name) => string(name)))));
    for (let step = 0, cut = true; cut; step++) {
      using space = new Workspace();
      space.generate(orders(space.root));
      try {
        space.generate(orders(space.root, 'note'), cutAt(space.tree, step));
        cut = false;
      } catch (error) {
        expect(error).toBeInstanceOf(Cut);
        space.generate(orders(space.root, 'note', 'label'));
        const texts = space.tree.list(folder).map((name) => space.read(`${folder}/${name}`));
        const adding = (column: string) => texts.filter((text) => text.includes(`ADD COLUMN "${column}"`));
        expect([adding('note').length, adding('label').length]).toEqual([1, 1]);
      }
    }
  });

  it('refuses a former name that the last model does not know', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order)));
    const wrong = entity('Order', string('code'), string('title', { renamedFrom: 'titel' }));
    expect(() => space.propose(fleetOf(space.root, domain('order-service', wrong)))).toThrow(
      expect.objectContaining({
        code: 'renamed_from_unknown',
        details: ['Order has no titel that title could have been.'],
      }),
    );
  });

  it('refuses the table of what goes for what is new, unless it is the same', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order)));
    const purchase = { ...entity('Purchase', string('code')), table: 'orders' };
    expect(() => space.propose(fleetOf(space.root, domain('order-service', purchase)))).toThrow(
      expect.objectContaining({ code: 'table_taken' }),
    );
    space.generate(fleetOf(space.root, domain('order-service', { ...purchase, renamedFrom: 'Order' })));
    expect(space.tree.list(folder)).toHaveLength(2);
  });

  it('refuses a list in place of a single reference, and the other way round, for their tables and indexes have one name', () => {
    const single = { ...reference('item', 'order-service', 'Item'), inside: true } as const;
    const forms = [single, { ...single, many: true } as const];
    for (const [was, is] of [forms, forms.toReversed()]) {
      using space = new Workspace();
      const shop = (...fields: Parameters<typeof entity>[1][]) =>
        fleetOf(space.root, domain('order-service', item, entity('Order', ...fields)));
      space.generate(shop(was as typeof single));
      expect(() => space.propose(shop(is as typeof single))).toThrow(
        expect.objectContaining({ code: 'reference_reshaped' }),
      );
      space.generate(shop());
      space.generate(shop(is as typeof single));
    }
  });

  it('leaves the database of a service that goes alone, and says so', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order)));
    const { notes, losses } = space.generate(fleetOf(space.root));
    expect([losses, notes]).toEqual([[], [expect.stringContaining('order-service is gone')]]);
  });
});
