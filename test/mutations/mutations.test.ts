import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repository } from '../support/aurora.ts';
import { LONG } from '../support/long.ts';
import { MUTATIONS } from './catalogue/index.ts';
import { openLaboratory } from './laboratory.ts';
import { mutated, occurrences } from './mutation.ts';
import { page, read } from './table.ts';

/** In the short form three whose tests start nothing. */
const QUICK = MUTATIONS.filter(({ defect }) =>
  [
    'a cursor of another sort is taken',
    'two events of one aggregate are sent at once',
    'any correlation id is taken over',
  ].includes(defect),
);
const PROBED = LONG ? MUTATIONS : QUICK;

describe('mutations of the code', () => {
  it.each(MUTATIONS)('have one place in it: $defect', async (mutation) => {
    const source = await readFile(join(repository, mutation.file), 'utf8');
    expect(occurrences(mutation, source)).toBe(1);
    expect(mutated(mutation, source)).not.toBe(source);
  });

  it('are all on their page, with the tests that catch them', async () => {
    const text = await readFile(join(repository, 'docs/mutations.md'), 'utf8');
    expect(text).toBe(page(MUTATIONS, read(text)));
    expect(text).not.toContain('not tried yet');
  });

  it(`are caught, each by its test, which passes without it: ${PROBED.length} of ${MUTATIONS.length}`, async () => {
    expect(PROBED.length).toBeGreaterThanOrEqual(3);
    await using laboratory = await openLaboratory();
    expect(await laboratory.unfit(PROBED.map(({ caughtBy }) => caughtBy))).toEqual([]);
    for (const mutation of PROBED) {
      expect([mutation.defect, await laboratory.probe(mutation)]).toMatchObject([mutation.defect, { caught: true }]);
    }
  }, 3_600_000);

  it('that no test notices are said to be none', async () => {
    const [cursor] = QUICK;
    if (!cursor) throw new Error('there is none to take a test from');
    await using laboratory = await openLaboratory();
    // A defect for which another test was named, and a change that is none.
    const comment = { ...cursor, from: 'so it needs no signature', to: 'and so it needs no signature' };
    expect(await laboratory.probe(comment)).toEqual({ caught: false, why: 'the test passed' });
    const gone = { ...cursor, from: 'this is nowhere' };
    expect(await laboratory.probe(gone)).toEqual({ caught: false, why: 'its text is there 0 times' });
    const broken = { ...cursor, to: 'this is no code' };
    expect(await laboratory.probe(broken)).toMatchObject({
      caught: false,
      why: expect.stringContaining('did not run'),
    });
    const { project, file } = cursor.caughtBy;
    expect(await laboratory.unfit([{ project, file, test: 'of no such name' }])).toEqual(['of no such name']);
  }, 300_000);
});
