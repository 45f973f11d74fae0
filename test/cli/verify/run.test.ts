import { describe, expect, it } from '@jest/globals';
import type { Narrator } from '../../../cli/narrator.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Check } from '../../../cli/verify/contract.ts';
import { CheckFailed, CheckSkipped } from '../../../cli/verify/outcome.ts';
import { type Ground, runChecks } from '../../../cli/verify/run.ts';
import { shop } from './support/shop.ts';

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

describe('a run that ends before its checks do', () => {
  const untilAborted = ({ signal }: { signal: AbortSignal }) =>
    new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });

  it('has failed what is not done, each told apart by whether it had begun', async () => {
    const checks = [
      check('quick', async () => undefined),
      ...Array.from({ length: 16 }, (_, n) => check(`slow ${n}`, untilAborted)),
      check('late', async () => undefined),
    ];
    const outcomes = await runChecks(checks, NOTHING, { ...OPTIONS, budgetMs: 200 });
    const told = new Map(outcomes.map(({ claim, status, reason }) => [claim, [status, reason]]));
    expect(told.get('quick')).toEqual(['passed', null]);
    expect(told.get('slow 0')).toEqual(['failed', 'out of time: not finished within 0.2 s']);
    expect(outcomes.filter(({ status }) => status === 'failed').length).toBeGreaterThanOrEqual(16);
  });

  it('begins nothing any more', async () => {
    const begun: string[] = [];
    const checks = Array.from({ length: 40 }, (_, n) =>
      check(`${n}`, async (target) => {
        begun.push(`${n}`);
        await untilAborted(target);
      }),
    );
    const outcomes = await runChecks(checks, NOTHING, { ...OPTIONS, budgetMs: 200 });
    expect(begun).toHaveLength(16);
    expect(outcomes.filter(({ reason }) => reason === 'out of time: not begun within 0.2 s')).toHaveLength(24);
  });

  it('lets a check that is called off undo what it has done', async () => {
    await using fleet = await shop();
    const calledOff = new AbortController();
    const { services } = fleet.ground.status;
    const url = services.find(({ name }) => name === 'orders-service')?.url;
    let undone: number | undefined;
    const run: Check['run'] = async (target) => {
      try {
        calledOff.abort();
        await target.http.ask(`${url}/health`);
      } finally {
        undone = (await target.cleanup.ask(`${url}/health`)).status;
      }
    };
    const running = runChecks([check('a', run)], fleet.ground, { ...OPTIONS, signal: calledOff.signal });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(undone).toBe(200);
  });

  it('does not wait for who does not hear', async () => {
    const deaf = check('deaf', () => new Promise(() => undefined));
    const outcomes = await runChecks([deaf], NOTHING, { ...OPTIONS, budgetMs: 100, undoMs: 100 });
    expect(outcomes[0]?.reason).toBe('out of time: not finished within 0.1 s');
  });
});
