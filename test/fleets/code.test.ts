import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LONG } from '../support/long.ts';
import type { GeneratedFleet } from '../templates/support/generated-fleet.ts';
import { FLEETS, type FleetName, fleetOf } from './support/fleets.ts';
import { unusedExports } from './support/unused-exports.ts';

const MINUTES = 60_000;
/** All that names, types and services can be. The others have less of the same; the store is also what a new fleet begins as. */
const SHORT: readonly FleetName[] = ['bank', 'kinds', 'nasty'];

describe.each(LONG ? FLEETS : SHORT)('the code of the fleet %s', (name) => {
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
