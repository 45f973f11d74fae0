import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GeneratedFleet } from '../templates/support/generated-fleet.ts';
import { FLEETS, fleetOf } from './support/fleets.ts';
import { unusedExports } from './support/unused-exports.ts';

const MINUTES = 60_000;

describe.each(FLEETS)('the code of the fleet %s', (name) => {
  let fleet: GeneratedFleet;

  beforeAll(async () => {
    fleet = fleetOf(name);
    await fleet.generate();
  }, MINUTES);

  afterAll(() => fleet?.[Symbol.dispose]());

  it('is formatted and linted as it comes', async () => {
    const { exitCode, stdout, stderr } = await fleet.lint();
    expect(exitCode === 0 ? '' : stdout + stderr).toBe('');
  });

  it(
    'has the strictest types',
    async () => {
      expect(await fleet.typeCheck()).toEqual([]);
    },
    3 * MINUTES,
  );

  it('has no export that nobody imports', () => {
    expect(unusedExports(fleet.root)).toEqual([]);
  });

  it('comes out the same the second time', async () => {
    expect(await fleet.generate()).toMatchObject({ changes: [], record: [] });
  });
});
