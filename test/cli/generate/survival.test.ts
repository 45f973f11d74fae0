import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONG } from '../../support/long.ts';
import { histories } from './survival/actions.ts';
import { World } from './survival/world.ts';

const CASES = LONG ? 4000 : 30;

it(
  'whatever is edited, configured and killed: no line of the developer is lost, and all output arrives, or a conflict is told',
  () => {
    let actions = 0;
    fc.assert(
      fc.property(histories, (history) => {
        using world = new World();
        for (const action of history) world.act(action);
        world.finish();
        actions += history.length;
      }),
      { numRuns: CASES, endOnFailure: true },
    );
    expect(actions).toBeGreaterThan(CASES);
  },
  LONG ? 3_600_000 : 120_000,
);
