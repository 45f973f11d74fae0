import { writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { splitFileOf } from '../../../cli/split/mapping/read.ts';
import { oldAndNew } from '../../support/split/old-and-new.ts';
import { SCHOOL_SPLIT } from '../../support/split/school.ts';

it('a row of a tree goes with an ancestor whose unique value a row of another table has', async () => {
  await using both = await oldAndNew('postgres', 'postgres');
  await both.old(
    `CREATE TABLE guests (id int PRIMARY KEY, mail text); INSERT INTO guests VALUES (1, 'anna@example.org')`,
  );
  await writeFile(
    splitFileOf(both.fleet),
    SCHOOL_SPLIT.replace(
      '  persons:\n',
      `  guests:
    into: people.Person
    fields: { name: mail, email: mail, active: { constant: 'true' } }
  persons:
`,
    )
      .replace('mentorId: mentor_id', 'mentorId: { column: mentor_id, to: persons }')
      .replace('leadId: lead_id', 'leadId: { column: lead_id, to: persons }')
      .replace('owner: person_id', 'owner: { column: person_id, to: persons }')
      .replace('teacherId: teacher_id', 'teacherId: { column: teacher_id, to: persons }'),
  );
  expect(await both.split()).toMatchObject({ complete: true });
  // Anna has the guest's address, and is the mentor of all others.
  expect(await both.rows('people', 'SELECT name, mentor_id FROM people')).toEqual([['anna@example.org', null]]);
});
