import { describe, expect, it } from '@jest/globals';
import type { Narrator } from '../../../cli/narrator.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Check } from '../../../cli/verify/contract.ts';
import { CheckFailed, CheckSkipped } from '../../../cli/verify/outcome.ts';
import { type Ground, runChecks } from '../../../cli/verify/run.ts';

const NOTHING = {} as Ground;
const OPTIONS = { budgetMs: 60_000, patienceMs: 1_000, narrator: silentNarrator };

function check(claim: string, run: Check['run'], service?: string): Check {
  return { area: 'health', claim, run, ...(service && { service }) };
}

describe('running checks', () => {
  it('tells of each, in their order, what came of it', async () => {
    const later = Promise.withResolvers<void>();
    const results = await runChecks(
      [
        check('a', () => later.promise),
        check('b', async () => {
          throw new CheckFailed('no');
        }),
        check('c', async () => {
          later.resolve();
          throw new CheckSkipped('cannot');
        }),
        check('d', async () => {
          throw 'a text';
        }),
      ],
      NOTHING,
      OPTIONS,
    );
    expect(results.map(({ claim, status, reason }) => [claim, status, reason])).toEqual([
      ['a', 'passed', null],
      ['b', 'failed', 'no'],
      ['c', 'skipped', 'cannot'],
      ['d', 'failed', 'a text'],
    ]);
    expect(results.every(({ durationMs }) => Number.isInteger(durationMs))).toBe(true);
  });

  it('runs some at once, not all', async () => {
    let now = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
    };
    const results = await runChecks(
      Array.from({ length: 100 }, (_, n) => check(`${n}`, run)),
      NOTHING,
      OPTIONS,
    );
    expect(results.map(({ claim }) => Number(claim))).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(50);
  });

  it('shows a skipped check as no failure, with its reason', async () => {
    const notes: string[] = [];
    const narrator: Narrator = {
      ...silentNarrator,
      step: (_title, work) => work({ note: (text) => notes.push(text) }),
    };
    const skip = async () => {
      throw new CheckSkipped('cannot');
    };
    await runChecks([check('a', skip)], NOTHING, { ...OPTIONS, narrator });
    expect(notes).toContain('skipped: cannot');
  });
});
