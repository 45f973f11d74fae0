import { chmodSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { domain, entity, fleetOf, string } from './support/fleet.ts';
import { told, Workspace } from './support/workspace.ts';

const README = 'services/order-service/README.md';
const GENERATED = 'services/order-service/src/generated/order.ts';
const HOOK = 'services/order-service/src/hooks/order.ts';

const order = entity('Order', string('code'));
const first = (space: Workspace) => fleetOf(space.root, domain('order-service', order));
const second = (space: Workspace) =>
  fleetOf(space.root, { ...domain('order-service', { ...order, fields: [string('sku')] }), port: 8002 });

function arrange(): Workspace {
  const space = new Workspace();
  space.generate(first(space));
  return space;
}

/** Moves a file or folder away, and leaves a link to it. */
function link(space: Workspace, path: string, elsewhere: string): void {
  const [from, to] = [join(space.root, path), join(space.root, elsewhere)];
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
  symlinkSync(to, from);
}

describe('modes', () => {
  it('stay as they were made', () => {
    using space = arrange();
    chmodSync(join(space.root, README), 0o700);
    chmodSync(join(space.root, GENERATED), 0o444);
    space.generate(second(space));
    expect(space.read(README)).toContain('Port 8002.');
    expect(space.read(GENERATED)).toContain('sku');
    expect(statSync(join(space.root, README)).mode & 0o777).toBe(0o700);
    expect(statSync(join(space.root, GENERATED)).mode & 0o777).toBe(0o444);
  });

  it('alone are no edit', () => {
    using space = arrange();
    chmodSync(join(space.root, GENERATED), 0o755);
    expect(space.propose(first(space)).changes).toEqual([]);
  });
});

describe('a link', () => {
  it.each([
    ['to a file', README, 'docs/orders.md'],
    ['to a folder', 'services/order-service', 'elsewhere/order-service'],
  ])('%s stays one, and what it leads to is merged', (_, path, elsewhere) => {
    using space = arrange();
    space.edit(README, 'Introduction.', 'My introduction.');
    link(space, path, elsewhere);
    const target = readlinkSync(join(space.root, path));
    space.generate(second(space));
    expect(readlinkSync(join(space.root, path))).toBe(target);
    expect(space.read(README)).toContain('My introduction.');
    expect(space.read(README)).toContain('Port 8002.');
  });

  it('to a folder is left where nothing is generated into it any more', () => {
    using space = arrange();
    link(space, 'services/order-service', 'elsewhere/order-service');
    space.generate(fleetOf(space.root));
    expect(space.tree.list('elsewhere/order-service')).toEqual([]);
    expect(lstatSync(join(space.root, 'services/order-service')).isSymbolicLink()).toBe(true);
  });
});

describe('what stands where a file has to be', () => {
  it.each<[string, string, (file: string) => void]>([
    ['a folder', `${GENERATED} is a folder`, (file) => mkdirSync(file)],
    ['a link', `${GENERATED} is a link that leads nowhere`, (file) => symlinkSync('nowhere', file)],
  ])('%s: is told before anything is written', (_, detail, put) => {
    using space = arrange();
    space.remove(GENERATED);
    put(join(space.root, GENERATED));
    const before = space.snapshot();
    expect(() => space.generate(second(space))).toThrow(
      expect.objectContaining({ code: 'not_a_file', details: [detail] }),
    );
    expect(space.snapshot()).toEqual(before);
  });

  it('a file in the place of a folder: is told once for all in it', () => {
    using space = new Workspace();
    space.write('services/order-service/src', 'mine');
    space.write('migrations', 'mine, too');
    expect(() => space.generate(first(space))).toThrow(
      expect.objectContaining({
        code: 'not_a_file',
        details: ['migrations is a file', 'services/order-service/src is a file'],
      }),
    );
    expect(space.files()).toEqual(['migrations', 'services/order-service/src']);
  });

  it('a folder in the place of an owned or merged file: that file is deleted', () => {
    using space = arrange();
    for (const path of [HOOK, README]) {
      space.remove(path);
      space.write(`${path}/mine.ts`, 'mine');
    }
    expect(told(space.generate(second(space))).filter((line) => line.startsWith('absent'))).toEqual([
      `absent ${README}`,
      `absent ${HOOK}`,
    ]);
    expect(space.read(`${HOOK}/mine.ts`)).toBe('mine');
  });

  it('a folder in the place of what nothing asks for any more: stays', () => {
    using space = arrange();
    space.remove(HOOK);
    space.write(`${HOOK}/mine.ts`, 'mine');
    space.generate(fleetOf(space.root));
    expect(space.read(`${HOOK}/mine.ts`)).toBe('mine');
  });
});

it('a file that cannot be written is named, and the next run goes on', () => {
  using space = arrange();
  const tree = {
    ...space.tree,
    write(path: string, content: string) {
      if (path === README) rmSync(join(space.root, '.aurora/generated/.writing'), { recursive: true, force: true });
      if (path === README) mkdirSync(join(space.root, '.aurora/generated/.writing'));
      space.tree.write(path, content);
    },
  };
  const manifest = space.read('.aurora/generated/manifest.json');
  expect(() => space.generate(second(space), tree)).toThrow(
    expect.objectContaining({ code: 'write_failed', message: `${README} could not be written.` }),
  );
  expect(space.read('.aurora/generated/manifest.json')).toBe(manifest);

  rmSync(join(space.root, '.aurora/generated/.writing'), { recursive: true });
  space.generate(second(space));
  expect(space.propose(second(space))).toMatchObject({ changes: [], record: [] });
});
