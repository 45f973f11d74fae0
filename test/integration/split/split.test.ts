import { describe, expect, it } from '@jest/globals';
import { composite, identity } from '../../../cli/split/identity.ts';
import { mariadbMissing } from '../../../shared/testing/index.ts';
import { LONG } from '../../support/long.ts';
import { type Engine, type OldAndNew, oldAndNew } from '../../support/split/old-and-new.ts';

const person = (key: number) => identity('persons').of(String(key));
const team = (site: string, no: number) => identity('teams').of(composite([site, String(no)]));

const PAIRS: readonly [Engine, Engine][] = [
  ['postgres', 'postgres'],
  ['mariadb', 'postgres'],
  ['postgres', 'mariadb'],
];

/** The short form takes those where both engines differ. */
describe.each(LONG || mariadbMissing ? PAIRS : PAIRS.slice(1))(
  'an old database on %s, taken apart into %s',
  (from, to) => {
    const itHere = mariadbMissing && [from, to].includes('mariadb') ? it.skip : it;

    itHere('has every row where it belongs, or kept aside with its reasons', async () => {
      await using both = await oldAndNew(from, to);
      const dry = await both.split({ dryRun: true });
      const done = await both.split();
      expect(countsIn(dry)).toEqual(countsIn(done));
      expect(done.complete).toBe(true);
      expect(countsIn(done)).toEqual({
        pictures: [3, 0, 1, { file_name: 1, no_content: 1 }],
        teams: [3, 0, 3, {}],
        tags: [4, 0, 2, { duplicate: 1, type: 1 }],
        persons: [8, 1, 3, { bad_date: 1, duplicate: 1, inexact: 1, orphan: 2, pattern: 1, unknown_value: 1 }],
        persons_tags: [4, 0, 2, { orphan: 2 }],
        lessons: [5, 0, 2, { orphan: 1, too_short: 1, type: 1 }],
      });
      expect(
        await both.rows(
          'people',
          'SELECT id, name, email, born, salary, active, mentor_id, team_id FROM people ORDER BY id',
        ),
      ).toEqual([
        [person(1), 'Anna A', 'anna@example.org', '1980-02-01', '1200.50', yes(to), null, team('N', 1)],
        [person(2), 'Bert', null, null, null, no(to), person(1), null],
        [person(8), 'Gina G', null, null, null, yes(to), person(1), team('S', 2)],
      ]);
      expect(await both.rows('people', 'SELECT name, lead_id, version FROM teams ORDER BY name')).toEqual([
        ['N/1', person(1), '1'],
        ['S/2', null, '1'],
        ['S/3', null, '1'],
      ]);
      expect(
        await both.rows('people', 'SELECT _owner, tag_ids, _position FROM people_tag_ids ORDER BY _position'),
      ).toEqual([
        [person(1), '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a03', '0'],
        [person(1), '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a01', '1'],
      ]);
      const [[created]] = (await both.rows('people', `SELECT created_at FROM people WHERE name = 'Anna A'`)) as [
        [string],
      ];
      expect(created).toMatch(/^2000-12-31 23:00:00/);
      const [[size, type]] = (await both.rows('files', 'SELECT size, content_type FROM files')) as [[string, string]];
      expect([size, type]).toEqual(['9', 'text/plain']);
      const copies = await both.rows('courses', 'SELECT target, id, version, data FROM reference_copies ORDER BY id');
      expect(copies.map(([target, id, version]) => [target, id, version])).toEqual([
        ['people.Person', person(1), '1'],
        ['people.Person', person(8), '1'],
      ]);
      expect(JSON.parse(copies[0]?.[3] ?? '')).toMatchObject({
        id: person(1),
        name: 'Anna A',
        born: '1980-02-01',
        salary: '1200.50',
        active: true,
        teamId: team('N', 1),
        tagIds: ['5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a03', '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a01'],
        version: 1,
        createdAt: '2000-12-31T23:00:00.000Z',
      });
    });

    itHere(
      'is caught up with: what changed, appeared and vanished, but for what its service has changed since',
      async () => {
        await using both = await oldAndNew(from, to);
        await both.split();
        const again = await both.split();
        expect(
          again.mappings.map(({ inserted, updated, removed, conflicts }) => [inserted, updated, removed, conflicts]),
        ).toEqual(again.mappings.map(() => [0, 0, 0, 0]));
        await both.old(`
      UPDATE persons SET salary = '7' WHERE id IN (1, 8);
      UPDATE persons SET mentor_id = 8 WHERE id = 2;
      DELETE FROM persons_tags WHERE nth = 2;
      INSERT INTO persons SELECT 9, 'Hana', last, NULL, NULL, NULL, kind, 8, NULL, NULL, NULL, hired, NULL FROM persons WHERE id = 1;
      DELETE FROM lessons WHERE code = 'M5';
      UPDATE lessons SET title = 'Numbers' WHERE code = 'M1'`);
        await both.rows('people', `UPDATE people SET version = 2, name = 'Anna B' WHERE name = 'Anna A'`);
        const caught = await both.split();
        expect(caught.complete).toBe(true);
        const {
          persons,
          persons_tags: tags,
          lessons,
        } = Object.fromEntries(caught.mappings.map((each) => [each.mapping, each]));
        expect(persons).toMatchObject({ inserted: 1, updated: 2, unchanged: 1, conflicts: 1, removed: 0 });
        expect(lessons).toMatchObject({ inserted: 0, updated: 1, removed: 1, conflicts: 0 });
        expect(tags).toMatchObject({ removed: 0, conflicts: 1 });
        expect(
          await both.rows('people', 'SELECT id, name, salary, mentor_id, version FROM people ORDER BY id'),
        ).toEqual([
          [person(1), 'Anna B', '1200.50', null, '2'],
          [person(2), 'Bert', null, person(8), '2'],
          [person(8), 'Gina G', '7.00', person(1), '2'],
          [person(9), 'Hana A', null, person(8), '1'],
        ]);
        expect(await both.rows('courses', 'SELECT title, version FROM courses')).toEqual([['Numbers', '2']]);
        // A unique value that is still taken waits for the next run, and what has it stays as it was.
        await both.old(
          `UPDATE tags SET label = CASE label WHEN 'Old' THEN 'New' ELSE 'Newer' END WHERE label IN ('Old', 'New')`,
        );
        const swapping = await both.split();
        expect(swapping.mappings.find(({ mapping }) => mapping === 'tags')).toMatchObject({
          updated: 1,
          conflicts: 1,
          migrated: 2,
        });
        const swapped = await both.split();
        expect(swapped.mappings.find(({ mapping }) => mapping === 'tags')).toMatchObject({
          updated: 1,
          conflicts: 0,
          migrated: 2,
        });
        // What the split itself has changed is no conflict.
        await both.old(`UPDATE persons SET salary = '8' WHERE id = 8`);
        const last = await both.split();
        expect(last.mappings.find(({ mapping }) => mapping === 'persons')).toMatchObject({ updated: 1, conflicts: 1 });
      },
    );
  },
);

it('refuses rows that it has not written, and what the mapping forgets', async () => {
  await using both = await oldAndNew('postgres', 'postgres');
  await both.rows(
    'people',
    `INSERT INTO tags (id, label, version, created_at, updated_at) VALUES (gen_random_uuid(), 'x', 1, now(), now())`,
  );
  await expect(both.split()).rejects.toMatchObject({ code: 'split_foreign_rows' });
  // The files come before them, and are left as they were.
  expect(await both.rows('files', `SELECT to_regclass('split_quarantine')`)).toEqual([[null]]);
  await both.old('CREATE TABLE forgotten (id int PRIMARY KEY); ALTER TABLE lessons ADD COLUMN extra int');
  await expect(both.split({ dryRun: true })).rejects.toMatchObject({
    code: 'split_mapping_invalid',
    facts: { findings: [{ code: 'unmentioned_table' }, { code: 'unmentioned_column' }] },
  });
  await expect(both.split({ from: undefined })).rejects.toMatchObject({ code: 'split_source_missing' });
  await expect(both.split({ from: 'postgres://127.0.0.1:1/x' })).rejects.toMatchObject({
    code: 'split_source_unreachable',
  });
});

it('ends when a new database fails in the midst, and goes on when it does no more', async () => {
  await using both = await oldAndNew('postgres', 'postgres');
  await both.old(
    `INSERT INTO lessons SELECT 'X' || g, repeat('long ', 20), 1, NULL, NULL FROM generate_series(1, 60000) g`,
  );
  await both.rows(
    'courses',
    `CREATE FUNCTION fail() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'out of order'; END $$ LANGUAGE plpgsql;
      CREATE TRIGGER failing BEFORE INSERT ON courses EXECUTE FUNCTION fail()`,
  );
  await expect(both.split()).rejects.toThrow('out of order');
  await both.rows('courses', 'DROP TRIGGER failing ON courses');
  expect(await both.split()).toMatchObject({ complete: true });
  expect(await both.rows('courses', 'SELECT count(*) FROM courses')).toEqual([['60002']]);
});

const yes = (engine: Engine) => (engine === 'postgres' ? 't' : '1');
const no = (engine: Engine) => (engine === 'postgres' ? 'f' : '0');

function countsIn({ mappings }: Awaited<ReturnType<OldAndNew['split']>>) {
  return Object.fromEntries(
    mappings.map(({ mapping, source, leftOut, migrated, reasons }) => [mapping, [source, leftOut, migrated, reasons]]),
  );
}
