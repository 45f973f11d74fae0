import { describe, expect, it } from '@jest/globals';
import { domain, entity, fleetOf, string } from './support/fleet.ts';
import { told, Workspace } from './support/workspace.ts';

const order = entity('Order', string('code'));
const item = entity('Item', string('name'));

describe('generate', () => {
  it('writes every file of a new fleet, and its record', () => {
    using space = new Workspace();
    const proposal = space.generate(fleetOf(space.root, domain('order-service', order)));
    expect(told(proposal)).toEqual([
      'create migrations/order-service/0001-create-messaging.ts',
      'create migrations/order-service/0002-create-orders.ts',
      'create services/order-service/README.md',
      'create services/order-service/src/generated/order.ts',
      'create services/order-service/src/hooks/order.ts',
    ]);
    expect(space.files()).toEqual([
      '.aurora/generated/base/services/order-service/README.md.base',
      '.aurora/generated/manifest.json',
      '.aurora/generated/model.json',
      'migrations/order-service/0001-create-messaging.ts',
      'migrations/order-service/0002-create-orders.ts',
      'services/order-service/README.md',
      'services/order-service/src/generated/order.ts',
      'services/order-service/src/hooks/order.ts',
    ]);
    expect(space.read('services/order-service/src/generated/order.ts')).toBe("export const order = ['code', ];\n");
  });

  it('changes nothing the second time, not even a modification time', () => {
    using space = new Workspace();
    const fleet = fleetOf(space.root, domain('order-service', order, item));
    space.generate(fleet);
    const before = { files: space.snapshot(), times: space.times() };

    const again = space.generate(fleet);
    expect(again).toMatchObject({ changes: [], record: [], unchanged: 5 });
    expect({ files: space.snapshot(), times: space.times() }).toEqual(before);
  });

  it('gives the same bytes in another folder', () => {
    using here = new Workspace();
    using there = new Workspace();
    here.generate(fleetOf(here.root, domain('order-service', order, item)));
    there.generate(fleetOf(there.root, domain('order-service', order, item)));
    expect(there.snapshot()).toEqual(here.snapshot());
  });

  it('touches only the files of the entity that changed', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order), domain('stock-service', item)));
    const before = space.times();

    const proposal = space.generate(
      fleetOf(
        space.root,
        domain('order-service', order),
        domain('stock-service', { ...item, fields: [string('title')] }),
      ),
    );
    const after = space.times();
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([
      '.aurora/generated/manifest.json',
      '.aurora/generated/model.json',
      'migrations/stock-service/0003-add-title-to-items.ts',
      'migrations/stock-service/0004-finish-drop-name-of-items.ts',
      'services/stock-service/src/generated/item.ts',
    ]);
    expect(proposal.losses).toHaveLength(1);
  });

  it('removes the unedited files of a removed entity, keeps the edited ones, and keeps its migration', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order, item, entity('Tag'))));
    space.write('services/order-service/src/hooks/item.ts', '// mine\n');

    const fleet = fleetOf(space.root, domain('order-service', order));
    expect(told(space.generate(fleet))).toEqual([
      'create migrations/order-service/0005-change-tags-and-items.ts',
      'update services/order-service/README.md',
      'remove services/order-service/src/generated/item.ts',
      'remove services/order-service/src/generated/tag.ts',
      'orphan services/order-service/src/hooks/item.ts',
      'remove services/order-service/src/hooks/tag.ts',
    ]);
    expect(space.files()).toContain('migrations/order-service/0003-create-items.ts');

    expect(told(space.generate(fleet))).toEqual(['orphan services/order-service/src/hooks/item.ts']);
    space.remove('services/order-service/src/hooks/item.ts');
    expect(told(space.generate(fleet))).toEqual([]);
  });

  it('leaves no empty folder of a removed service', () => {
    using space = new Workspace();
    space.generate(fleetOf(space.root, domain('order-service', order), domain('stock-service', item)));
    space.generate(fleetOf(space.root, domain('order-service', order)));
    expect(space.files().filter((path) => path.includes('stock'))).toEqual([
      'migrations/stock-service/0001-create-messaging.ts',
      'migrations/stock-service/0002-create-items.ts',
    ]);
    expect(space.tree.list('services')).toEqual(['order-service']);
  });

  it('overwrites an edited generated file, and says so', () => {
    using space = new Workspace();
    const fleet = fleetOf(space.root, domain('order-service', order));
    space.generate(fleet);
    space.write('services/order-service/src/generated/order.ts', '// edited\n');
    expect(told(space.generate(fleet))).toEqual(['overwrite services/order-service/src/generated/order.ts']);
    expect(space.read('services/order-service/src/generated/order.ts')).toContain('export const order');
  });

  it('never touches an owned file or a migration again, and leaves them deleted', () => {
    using space = new Workspace();
    const fleet = fleetOf(space.root, domain('order-service', order, item));
    space.generate(fleet);
    space.write('services/order-service/src/hooks/order.ts', '// mine\n');
    space.write('migrations/order-service/0002-create-orders.ts', '// mine too\n');
    space.remove('services/order-service/src/hooks/item.ts');
    space.template('domain/services/__service__/src/hooks/__entity__.ts.hbs', '// another text\n');
    space.template('domain/migrations/__service__/__number__-create-__entities__.ts.hbs', '// another text\n');

    expect(told(space.generate(fleet))).toEqual(['absent services/order-service/src/hooks/item.ts']);
    expect(space.read('services/order-service/src/hooks/order.ts')).toBe('// mine\n');
    expect(space.read('migrations/order-service/0002-create-orders.ts')).toBe('// mine too\n');
  });

  it('takes over what stands there already without a record', () => {
    using space = new Workspace();
    space.write('services/order-service/src/hooks/order.ts', '// mine\n');
    space.write('migrations/order-service/0001-create-messaging.ts', '// mine\n');
    space.write('migrations/order-service/0002-create-orders.ts', '// mine\n');
    const proposal = space.generate(fleetOf(space.root, domain('order-service', order)));
    expect(told(proposal)).toEqual([
      'create services/order-service/README.md',
      'create services/order-service/src/generated/order.ts',
    ]);
    expect(space.tree.list('migrations/order-service')).toEqual(['0001-create-messaging.ts', '0002-create-orders.ts']);
  });

  it('refuses two things that want the same file', () => {
    using space = new Workspace();
    const fleet = fleetOf(space.root, domain('order-service', order, { ...item, singular: 'order' }));
    expect(() => space.propose(fleet)).toThrow(expect.objectContaining({ code: 'name_clash' }));
  });
});
