import { expect, it } from '@jest/globals';
import { git } from '../../support/git.ts';
import { domain, entity, fleetOf, string } from './support/fleet.ts';
import { told, Workspace } from './support/workspace.ts';

const README = 'services/order-service/README.md';
const names = ['Order', 'Item', 'Tag'] as const;
const [order, item, tag] = names.map((name) => entity(name, string('code')));

function commit(space: Workspace): void {
  git(space.root, 'add', '-A');
  git(space.root, 'commit', '-qm', 'x');
}

it.each(['--ours', '--theirs'])(
  'two branches that both generated come together, whichever side of the record is taken: %s',
  (side) => {
    using space = new Workspace();
    const generate = (...entities: (typeof order)[]) =>
      space.generate(fleetOf(space.root, domain('order-service', ...entities.flatMap((one) => one ?? []))));
    generate(order);
    git(space.root, 'init', '-qb', 'main');
    commit(space);
    git(space.root, 'checkout', '-qb', 'other');
    generate(order, tag);
    space.edit('services/order-service/src/hooks/tag.ts', '// yours', '// mine');
    commit(space);
    git(space.root, 'checkout', '-q', 'main');
    generate(order, item);
    space.edit(README, 'Introduction.', 'My introduction.');
    commit(space);

    expect(() => git(space.root, 'merge', 'other')).toThrow();
    const collided = git(space.root, 'diff', '--name-only', '--diff-filter=U').trim().split('\n');
    expect(collided).toContain('.aurora/generated/manifest.json');
    const recorded = collided.filter((path) => path.startsWith('.aurora/'));
    git(space.root, 'checkout', side, '--', ...recorded);
    space.write(README, space.read(README).replaceAll(/^(<{7}|={7}|>{7}).*\n/gm, ''));
    commit(space);

    const changes = told(generate(order, item, tag));
    expect(changes.filter((line) => !/^(update|create) /.test(line))).toEqual([]);
    expect(space.read(README)).toContain('My introduction.');
    expect(space.read(README)).toMatch(/- Order\n- Item\n- Tag\n/);
    expect(space.read('services/order-service/src/hooks/tag.ts')).toContain('// mine');
    expect(space.tree.list('migrations/order-service')).toEqual([
      '0001-create-messaging.ts',
      '0002-create-orders.ts',
      '0003-create-items.ts',
      '0003-create-tags.ts',
    ]);
    expect(generate(order, item, tag)).toMatchObject({ changes: [], record: [] });
  },
);

it('what git ignores is generated all the same, and comes back in a clone', () => {
  using space = new Workspace();
  using clone = new Workspace();
  const fleet = (root: string) => fleetOf(root, domain('order-service', ...[order, item].flatMap((one) => one ?? [])));
  space.write('.gitignore', '**/src/generated/\n');
  space.generate(fleet(space.root));
  git(space.root, 'init', '-qb', 'main');
  commit(space);
  git(clone.root, 'clone', '-q', space.root, '.');
  expect(told(clone.generate(fleet(clone.root)))).toEqual([
    'create services/order-service/src/generated/item.ts',
    'create services/order-service/src/generated/order.ts',
  ]);
  expect(clone.propose(fleet(clone.root))).toMatchObject({ changes: [], record: [] });
});
