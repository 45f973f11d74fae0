import { writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { splitFileOf } from '../../../cli/split/mapping/read.ts';
import { mariadbMissing } from '../../../shared/testing/index.ts';
import { oldAndNew } from '../../support/split/old-and-new.ts';
import { SCHOOL_SPLIT } from '../../support/split/school.ts';

const engines = mariadbMissing ? (['postgres'] as const) : (['postgres', 'mariadb'] as const);

it.each(engines)('a mapping that has another name leaves nothing aside under its old one, on %s', async (engine) => {
  await using both = await oldAndNew('postgres', engine);
  await both.split();
  const kept = () => both.rows('people', 'SELECT DISTINCT mapping FROM split_quarantine ORDER BY mapping');
  expect(await kept()).toEqual([['persons'], ['persons_tags'], ['tags']]);
  await writeFile(
    splitFileOf(both.fleet),
    SCHOOL_SPLIT.replace('  tags:', '  labels:\n    from: tags\n    identity: tags'),
  );
  expect(await both.split()).toMatchObject({ complete: true });
  expect(await kept()).toEqual([['labels'], ['persons'], ['persons_tags']]);
});
