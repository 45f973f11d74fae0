import { describe, expect, it } from '@jest/globals';
import { splitVerify } from '../../../cli/actions/split-verify.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { summary } from '../../../cli/split/verify/report/text.ts';
import { mariadbMissing } from '../../../shared/testing/index.ts';
import { type Engine, type OldAndNew, oldAndNew } from '../../support/split/old-and-new.ts';

/** Each engine as the old one and as the new one. */
const WAYS: [Engine, Engine][] = mariadbMissing
  ? [['postgres', 'postgres']]
  : [
      ['mariadb', 'postgres'],
      ['postgres', 'mariadb'],
    ];

/** Trees, circles, lists, kept ids, keys of several columns, what is marked as deleted: each in its own way. */
describe.each(WAYS)('verifying all kinds of rows, from %s to %s', (from, to) => {
  it('holds after a split, and after another one that catches up', async () => {
    await using both = await oldAndNew(from, to);
    await both.split();
    expect(await lines(both)).toEqual(HOLDS);
    await both.old("UPDATE persons SET first = 'Gine' WHERE id = 8; DELETE FROM persons_tags WHERE person_id = 8");
    expect(await lines(both)).not.toEqual(HOLDS);
    await both.split();
    expect(await lines(both)).toEqual(HOLDS);
  });

  it('finds what is missing from a list, and tells a list apart that the service has changed', async () => {
    await using both = await oldAndNew(from, to);
    await both.split();
    const [[owner = '', item = ''] = []] = await both.rows(
      'people',
      'SELECT _owner, tag_ids FROM people_tag_ids ORDER BY 1, 2 LIMIT 1',
    );
    await both.rows('people', `DELETE FROM people_tag_ids WHERE _owner = '${owner}' AND tag_ids = '${item}'`);
    const { result } = await verify(both);
    const list = result.entities.find(({ into }) => into === 'people.Person.tagIds');
    expect(list).toMatchObject({ missing: { count: 1, examples: [{ id: `${owner},${item}` }] }, holds: false });
    await both.rows('people', `UPDATE people SET version = version + 1 WHERE id = '${owner}'`);
    expect((await verify(both)).result.entities.find(({ into }) => into === 'people.Person.tagIds')).toMatchObject({
      missing: { count: 0 },
      changed: 1,
    });
  });
});

const HOLDS = ['✓ All of it holds.'];

async function verify({ fleet, runtime, from }: OldAndNew) {
  const result = await splitVerify(fleet, runtime, { from, sample: 100, seed: 1 }, silentNarrator);
  return { result, shown: summary(result) };
}

/** The verdict, and what does not hold. */
async function lines(both: OldAndNew): Promise<string[]> {
  const { shown } = await verify(both);
  const blank = shown.lastIndexOf('');
  return shown.slice(blank + 1);
}
