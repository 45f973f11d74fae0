import { describe, expect, it } from '@jest/globals';
import type { Narrator } from '../../../cli/narrator.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Check, Target } from '../../../cli/verify/contract.ts';
import { CheckFailed, CheckSkipped } from '../../../cli/verify/outcome.ts';
import { runChecks } from '../../../cli/verify/run.ts';

const NOTHING = {} as Target;

function check(claim: string, run: Check['run'], service?: string): Check {
  return { area: 'area', claim, run, ...(service && { service }) };
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
      async () => [],
      silentNarrator,
    );
    expect(results.map(({ claim, status, reason }) => [claim, status, reason])).toEqual([
      ['a', 'passed', null],
      ['b', 'failed', 'no'],
      ['c', 'skipped', 'cannot'],
      ['d', 'failed', 'a text'],
    ]);
    expect(results.every(({ durationMs }) => Number.isInteger(durationMs))).toBe(true);
  });

  it('reads the log of the service that a failed check is about, and of no other', async () => {
    const asked: string[] = [];
    const tail = async (service: string) => {
      asked.push(service);
      return [`${service} said`];
    };
    const fail = async () => {
      throw new CheckFailed('no');
    };
    const checks = [check('a', async () => undefined, 'well'), check('b', fail, 'ill'), check('c', fail)];
    const results = await runChecks(checks, NOTHING, tail, silentNarrator);
    expect(results.map(({ log }) => log)).toEqual([[], ['ill said'], []]);
    expect(asked).toEqual(['ill']);
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
      async () => [],
      silentNarrator,
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
    await runChecks([check('a', skip)], NOTHING, async () => [], narrator);
    expect(notes).toEqual(['skipped: cannot']);
  });
});
