import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { splitFileOf } from '../../../cli/split/mapping/read.ts';
import { oldAndNew } from '../../support/split/old-and-new.ts';
import { SCHOOL_SPLIT } from '../../support/split/school.ts';

describe('SQL of a mapping', () => {
  it('may give a column the name that the key has', async () => {
    await using both = await oldAndNew('postgres', 'postgres');
    // PostgreSQL calls a cast, or a sub-query, as the column within is called.
    const name = 'name: { sql: "id::text" }';
    const given = "name: { columns: [first, last], join: ' ', cut: true }";
    await writeFile(
      splitFileOf(both.fleet),
      SCHOOL_SPLIT.replace(given, name).replace(
        '      deletedAt: left_on\n',
        '      deletedAt: left_on\n    ignore: { first: A number will do., last: A number will do. }\n',
      ),
    );
    const done = await both.split();
    expect(done.complete).toBe(true);
    expect(await both.rows('people', 'SELECT name FROM people ORDER BY id LIMIT 1')).toEqual([['1']]);
  });

  it.each(['postgres', 'mariadb'] as const)('of %s that is wrong is told with what the database says', async (from) => {
    await using both = await oldAndNew(from, 'postgres');
    const wrong = (given: string) => writeFile(splitFileOf(both.fleet), SCHOOL_SPLIT.replace("kind <> 'robot'", given));
    for (const where of ['robots = 0', "kind <> 'robot' AND (SELECT 1 FROM nowhere) = 1"]) {
      await wrong(where);
      await expect(both.split()).rejects.toMatchObject({
        code: 'split_sql',
        details: [expect.stringMatching(/robots|nowhere/), expect.stringContaining('persons')],
      });
    }
  });
});
