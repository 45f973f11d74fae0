import { describe, expect, it, jest } from '@jest/globals';
import type { Fleet } from '../../../cli/config/model.ts';
import { cutAt } from './support/cut.ts';
import { domain, entity, fleetOf, string } from './support/fleet.ts';
import { told, Workspace } from './support/workspace.ts';

// Some twenty runs a test.
jest.setTimeout(60_000);

const order = entity('Order', string('code'));
const item = entity('Item', string('name'));

const first = (root: string) => fleetOf(root, domain('order-service', order));
const second = (root: string) => fleetOf(root, domain('order-service', { ...order, fields: [string('sku')] }, item));

/** Runs `work` once for every step at which generating `fleet` can be cut off. */
function atEveryStep(fleet: (root: string) => Fleet, work: (space: Workspace, step: number) => void): void {
  for (let step = 0; ; step++) {
    using space = new Workspace();
    space.generate(first(space.root));
    space.edit('services/order-service/README.md', 'Introduction.', 'My introduction.');
    try {
      space.generate(fleet(space.root), cutAt(space.tree, step));
      expect(step).toBeGreaterThan(5);
      return;
    } catch (error) {
      expect(error).toMatchObject({ message: 'cut off' });
      work(space, step);
    }
  }
}

const MODEL = '.aurora/generated/model.json';

function undisturbed(...fleets: ((root: string) => Fleet)[]): Record<string, string> {
  using space = new Workspace();
  space.generate(first(space.root));
  space.edit('services/order-service/README.md', 'Introduction.', 'My introduction.');
  for (const fleet of fleets) space.generate(fleet(space.root));
  return space.snapshot();
}

describe('a run that was cut off', () => {
  it('is finished by the next, whatever it had written', () => {
    const expected = undisturbed(second);
    atEveryStep(second, (space) => {
      space.generate(second(space.root));
      expect(space.snapshot()).toEqual(expected);
      expect(told(space.propose(second(space.root)))).toEqual([]);
    });
  });

  it('leaves nothing behind if the config goes back', () => {
    const expected = undisturbed();
    atEveryStep(second, (space, step) => {
      const wasRecorded = space.read(MODEL).includes('sku');
      space.generate(first(space.root));
      const files = space.snapshot();
      // Migrations are history once their model was recorded: then more of them take it back.
      for (const path of Object.keys(files)) if (wasRecorded && /000[3-9]/.test(path)) delete files[path];
      delete files['.aurora/generated/manifest.json'];
      const { '.aurora/generated/manifest.json': _, ...rest } = expected;
      expect({ step, files }).toEqual({ step, files: rest });
    });
  });

  it('takes no file that it has removed for one that the developer deleted', () => {
    const expected = undisturbed();
    atEveryStep(
      (root) => fleetOf(root, domain('stock-service', item)),
      (space, step) => {
        space.generate(first(space.root));
        const missing = Object.keys(expected).filter((path) => space.tree.read(path) === null);
        expect({ step, missing }).toEqual({ step, missing: [] });
      },
    );
  });

  it('does not let the edits of a merged file go, nor its new output', () => {
    atEveryStep(second, (space) => {
      space.edit('services/order-service/README.md', '## End', '## The end');
      space.generate(second(space.root));
      const readme = space.read('services/order-service/README.md');
      expect(readme).toContain('My introduction.');
      expect(readme).toContain('## The end');
      expect(readme).toContain('- Item');
    });
  });

  it('is drift until then', () => {
    atEveryStep(second, (space) => {
      const { changes, record } = space.propose(second(space.root));
      expect([...changes, ...record]).not.toEqual([]);
    });
  });
});
