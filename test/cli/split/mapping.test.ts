import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../cli/config/findings.ts';
import type { Schema } from '../../../cli/config/json-schema.ts';
import { artifacts } from '../../../cli/split/mapping/build/artifacts.ts';
import type { SplitCode } from '../../../cli/split/mapping/codes.ts';
import { SPLIT_CODES } from '../../../cli/split/mapping/codes.ts';
import { parseMapping } from '../../../cli/split/mapping/read.ts';
import { SPLIT_SCHEMA } from '../../../cli/split/mapping/schema.ts';
import { repository } from '../../support/aurora.ts';
import { inspect, marked } from '../config/inspect.ts';

const CONFIG = `version: 1
name: school
services:
  gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8004 }
  files: { kind: file, port: 8003 }
  people:
    kind: domain
    port: 8001
    entities:
      Person:
        audit: true
        softDelete: true
        fields:
          name: { type: string, required: true, maxLength: 40 }
          state: { type: enum, values: [active, gone], required: true, default: active }
          photoId: { references: files.File }
          bossId: { references: Person }
          tagIds: { references: Tag, many: true }
      Tag:
        fields: { label: { type: string, required: true } }
`;

const { fleet } = inspect(CONFIG);
const parse = (text: string) => parseMapping(text, '/fleet/aurora.split.yaml', fleet as NonNullable<typeof fleet>);

/** A mapping of people, with more to it. */
const people = (rest: string, fields = '{ name: full_name }') =>
  `version: 1\nmappings:\n  people:\n    into: people.Person\n    fields: ${fields}\n${rest}`;

function mistakesIn(text: string): readonly Finding<SplitCode>[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    return (error as { facts: { findings: Finding<SplitCode>[] } }).facts.findings;
  }
}

describe('a mapping', () => {
  it('says little where names agree', () => {
    const { mappings, source, ignore } = parse(people(''));
    expect({ source, ignore }).toEqual({ source: { schema: 'public', timezone: 'UTC' }, ignore: {} });
    expect(mappings).toMatchObject([
      {
        name: 'people',
        into: { kind: 'entity', service: 'people', entity: { name: 'Person' } },
        from: { table: 'people' },
        ids: 'made',
        identity: 'people',
        fields: { name: { column: 'full_name' } },
      },
    ]);
  });

  it('takes lists, files, queries and keys of several columns', () => {
    const { mappings } = parse(`version: 1
source: { schema: old, timezone: '+02:00' }
mappings:
  staff:
    into: people.Person
    sql: SELECT * FROM employees JOIN persons USING (no)
    reads: [employees, persons]
    key: [site, no]
    fields:
      name: { columns: [first, last], join: ' ', trim: true }
      state: { column: st, values: { A: active, X: gone }, otherwise: gone }
      photoId: photo
      bossId: { columns: [boss_site, boss_no], onOrphan: nullify }
      deletedAt: { column: left_on, format: DD.MM.YYYY }
      createdBy: { constant: split }
  labels: { into: people.Tag, fields: { label: { column: label, default: none } } }
  staff_labels: { into: people.Person.tagIds, fields: { owner: { columns: [site, no] }, item: label_id } }
  pictures: { into: files.File, from: photos, ids: kept, fields: { name: file, content: data, path: place } }
ignore: { sessions: nobody reads them }
`);
    expect(mappings.map(({ into: { kind }, identity }) => `${kind} ${identity}`)).toEqual([
      'entity staff',
      'entity labels',
      'list staff_labels',
      'files photos',
    ]);
    expect(mappings[0]).toMatchObject({ key: ['site', 'no'], from: { reads: ['employees', 'persons'] } });
  });
});

const CASES: readonly [code: SplitCode, yaml: string, suggestion?: string][] = [
  ['unknown_target', people('').replace('people.Person', '▸people.Persn'), 'people.Person'],
  ['unknown_field', people('', '{ name: a, ▸nmae: b }'), 'name'],
  ['missing_field', people('', '{ state: st }').replace('fields', '▸fields')],
  ['ambiguous_source', people('', '{ ▸name: { column: a, constant: b } }')],
  ['ambiguous_source', people('', '{ ▸name: { trim: true } }')],
  ['bad_format', people('', '{ name: a, createdAt: { column: b, format: ▸DD.MM.YY } }')],
  ['bad_format', people('', '{ name: a, createdAt: { column: b, format: ▸DD.MM.YYYY DD } }')],
  ['no_effect', people('', '{ name: { column: a, ▸otherwise: b } }')],
  ['no_effect', people('', '{ name: { column: a, ▸onOrphan: nullify } }')],
  ['no_effect', people('    ▸reads: [a]\n')],
  ['missing_key', people('    sql: SELECT 1\n    reads: [a]\n').replace('people:', '▸people:')],
  ['missing_mapping', people('', '{ name: a, ▸photoId: photo }')],
  ['unknown_mapping', people('', '{ name: a, bossId: { column: b, to: ▸nobody } }'), 'people'],
  [
    'ambiguous_reference',
    people('  more: { into: people.Person, fields: { name: n } }\n', '{ name: a, ▸bossId: boss }'),
  ],
  ['same_ids', people('  ▸more: { from: people, into: people.Person, fields: { name: n } }\n')],
  ['unknown_key', people('    ▸filter: x\n')],
  ['wrong_type', people('', '{ name: { column: a, trim: ▸1 } }')],
  ['unknown_value', people('', '{ name: { column: a, case: ▸lowr } }'), 'lower'],
];

describe('a mistake is told with its place', () => {
  it.each(CASES.map(([code, yaml, suggestion]) => ({ code, yaml, suggestion })))('$code in $yaml', (each) => {
    const { code, yaml, suggestion } = each;
    const { text, places } = marked(yaml);
    const found = mistakesIn(text);
    expect(found.map((each) => `${each.line}:${each.column} ${each.code}`)).toEqual([`${places[0]} ${code}`]);
    expect(found[0]?.suggestion).toBe(suggestion);
  });

  it('all at once', () => {
    const found = mistakesIn(people('    filter: x\n', '{ nmae: { column: a, case: lowr } }'));
    const codes = ['missing_field', 'unknown_field', 'unknown_value', 'unknown_key'];
    expect(found.map(({ code }) => code)).toEqual(codes);
  });
});

it('knows the codes of its rules', () => {
  const ofTheDatabase = [
    'unknown_table',
    'unknown_column',
    'unmentioned_table',
    'unmentioned_column',
    'ignored_and_mapped',
  ];
  const covered = new Set([...ofTheDatabase, ...CASES.map(([code]) => code)]);
  expect(Object.keys(SPLIT_CODES).filter((code) => !covered.has(code))).toEqual([]);
});

describe('what schema.ts decides is committed as it is (else: npm run config:build)', () => {
  it.each(['split.schema.json', 'validator.js'])('%s', async (name) => {
    const path = `cli/split/mapping/${name}`;
    const made = new Map(await artifacts());
    expect(readFileSync(join(repository, path), 'utf8')).toBe(made.get(path));
  });
});

it('explains every key', () => {
  const { $defs, properties } = SPLIT_SCHEMA;
  const all = [properties, ...Object.values($defs).map((each) => each.properties)].flatMap(Object.values<Schema>);
  for (const { title, description } of all) {
    expect({ title, description }).toEqual({
      title: expect.stringMatching(/^[A-Z]/),
      description: expect.stringMatching(/\.$/),
    });
  }
});
