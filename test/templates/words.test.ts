import { describe, expect, it, jest } from '@jest/globals';
import { camelCase, pascalCase } from '../../cli/config/names.ts';
import { inspect } from '../cli/config/inspect.ts';
import { LONG } from '../support/long.ts';
import { GeneratedFleet } from './support/generated-fleet.ts';
import { AURORA_WORDS, CODE_WORDS, SQL_WORDS } from './support/words.ts';

/** Those that break things in many generators, or that have broken something here. */
const NEVER = ['constructor', 'hasOwnProperty', 'toJSON', 'then', 'version', 'prototype'];
const FINE = ['order', 'user', 'group', 'select', 'table', 'index', 'key', 'left', 'limit', 'offset', 'event', 'value'];
const KNOWN = new Set([...NEVER, ...FINE]);

/** The same word twice comes to the same path, and is told as such: here only the first is looked at. */
const ALL = [
  ...new Map([...SQL_WORDS, ...CODE_WORDS, ...AURORA_WORDS].map((word) => [camelCase(word), word])).values(),
];
const WORDS = LONG ? ALL : ALL.filter((word, index) => index % 6 === 0 || KNOWN.has(word));
/** Columns of a table. */
const MOST = 25;

interface Line {
  /** What stands in the line. */
  readonly word: string;
  readonly text: string;
}

/** A config with a line for each word as an entity, and one for each as a field, an embedded one, and a value. */
function lines(): Line[] {
  const plain = (text: string): Line => ({ word: '', text });
  return [
    plain('version: 1\nname: words\nservices:\n  settings: { kind: config, port: 9002 }\n'),
    plain('  elsewhere: { kind: domain, port: 9001, entities: { Elsewhere: { fields: { name: { type: text } } } } }\n'),
    plain('  words:\n    kind: domain\n    port: 9000\n    entities:\n'),
    ...WORDS.map((word) => ({
      word,
      text: `      ${pascalCase(word)}: { fields: { name: { type: string, required: true } } }\n`,
    })),
    ...WORDS.flatMap((word, index) => [
      ...(index % MOST === 0 ? [plain(`      Wordy${index}:\n        fields:\n`)] : []),
      { word, text: `          ${camelOf(word)}: ${field(word, index)}\n` },
    ]),
  ];
}

/** As they are where they can be: `toJSON`, `isNewRecord`. */
const camelOf = (word: string) => (/^[a-z][A-Za-z0-9]*$/.test(word) ? word : camelCase(word));

function field(word: string, index: number): string {
  const kinds = [
    '{ type: string, required: true, unique: true }',
    '{ type: integer, unique: true }',
    `{ references: elsewhere.Elsewhere, embed: ${camelOf(WORDS[(index + 7) % WORDS.length] ?? '')}Embedded }`,
    `{ type: enum, values: ['${word}', 'not ${word}'], default: '${word}' }`,
    `{ type: text, default: '${word}' }`,
    '{ type: boolean, required: true }',
    '{ type: json }',
  ];
  return kinds[index % kinds.length] as string;
}

jest.setTimeout(120_000);

describe('a word of SQL, of JavaScript or of Aurora', () => {
  const text = (of: readonly Line[]) => of.map((line) => line.text).join('');
  const all = lines();
  const { findings } = inspect(text(all));
  /** In which line of the text each begins. */
  const starts = all.map((_, index) => text(all.slice(0, index)).split('\n').length);
  const refused = new Set(findings.map(({ line }) => starts.lastIndexOf(line)));

  it('that cannot be a name is refused in its line, by name', () => {
    // `NewChange` is a new change, or the change of something new.
    expect(findings.filter(({ code }) => !['reserved_name', 'type_taken'].includes(code))).toEqual([]);
    const told = findings.map(({ line, message }) => {
      const { word = '' } = all[starts.lastIndexOf(line)] ?? {};
      return [word, message.toLowerCase().includes(`\`${word.toLowerCase()}\``)];
    });
    expect(told.filter(([word, isNamed]) => word === '' || !isNamed)).toEqual([]);
    const words = new Set(told.map(([word]) => word));
    expect(NEVER.filter((word) => !words.has(word))).toEqual([]);
    expect(FINE.filter((word) => words.has(word))).toEqual([]);
  });

  it('that can be one gives code that is typed, linted and formatted', async () => {
    using fleet = new GeneratedFleet({ text: text(all.filter((_, index) => !refused.has(index))) });
    await fleet.generate();
    expect(await fleet.typeCheck()).toEqual([]);
    expect(await fleet.lint()).toMatchObject({ exitCode: 0 });
  });
});
