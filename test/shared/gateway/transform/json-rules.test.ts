import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BodyRules } from '../../../../shared/gateway/settings/index.ts';
import { jsonRules } from '../../../../shared/gateway/transform/json-rules.ts';
import { readJson } from '../../../../shared/gateway/transform/json-text.ts';

function changed(text: string, rules: BodyRules): string {
  const document = readJson(Buffer.from(text));
  jsonRules(rules)(document);
  return JSON.stringify(document);
}

/** Names that mean something to JavaScript, to a pointer or to nobody, often enough the same. */
const name = fc.constantFrom('a', 'b', '*', '0', '-', '', 'a/b', '~', '__proto__', 'constructor', 'length', 'rawJSON');
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 1, -0.5, 'text'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('json')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
  ),
}));
const path = fc.array(name, { minLength: 1, maxLength: 4 });
const pointerOf = (segments: readonly string[]) =>
  segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** All paths to scalars and empty containers, with what stands there. */
function leaves(value: unknown, at: readonly string[] = []): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[JSON.stringify(at), value]];
  const members = Object.entries(value);
  if (members.length === 0) return [[JSON.stringify(at), Array.isArray(value) ? '[]' : '{}']];
  return members.flatMap(([key, member]) => leaves(member, [...at, key]));
}

describe('rules for JSON', () => {
  it.each<[string, BodyRules, string]>([
    ['{"a":1,"b":2}', { remove: ['/a'] }, '{"b":2}'],
    ['{"items":[{"a":1,"b":2},{"a":3},4]}', { remove: ['/items/*/a'] }, '{"items":[{"b":2},{},4]}'],
    ['{"items":[1,2,3]}', { remove: ['/items/*'] }, '{"items":[]}'],
    ['{"items":[1,2,3]}', { remove: ['/items/1'] }, '{"items":[1,3]}'],
    ['[[1],[2]]', { set: { '/*/0': { x: 1 } } }, '[[{"x":1}],[{"x":1}]]'],
    ['{"*":1}', { remove: ['/*'] }, '{}'],
    ['{"old":1,"new":2}', { rename: { '/old': 'new' } }, '{"new":1}'],
    ['{"a":{"b":1}}', { rename: { '/a/b': 'c', '/a': 'd' } }, '{"d":{"c":1}}'],
    ['{}', { set: { '/a': {}, '/a/b': 1 } }, '{"a":{"b":1}}'],
    ['{}', { set: { '/a/b': 1 } }, '{}'],
    ['{"a":[1]}', { set: { '/a/1': 2, '/a/-': 3, '/a/01': 4, '/a/x': 5, '/a/length': 0 } }, '{"a":[1]}'],
    ['{"a/b":1,"~":2}', { remove: ['/a~1b', '/~0'] }, '{}'],
    ['{"a":1}', { remove: ['/a'], rename: { '/a': 'b' }, set: { '/a': 2 } }, '{"a":2}'],
    ['7', { set: { '/a': 1 } }, '7'],
    ['{"__proto__":{"x":1},"a":1}', { remove: ['/__proto__/x'] }, '{"__proto__":{},"a":1}'],
    ['{}', { set: { '/__proto__': { x: 1 } } }, '{"__proto__":{"x":1}}'],
    ['{}', { set: { '/__proto__/x': 1, '/constructor/prototype/x': 1 } }, '{}'],
    ['{"a":1}', { rename: { '/a': '__proto__' } }, '{"__proto__":1}'],
    ['{"a":12345678901234567890}', { set: { '/a/rawJSON': 'x', '/a/b': 1 } }, '{"a":12345678901234567890}'],
    ['{"a":"\\ud800"}', { set: { '/b': 1 } }, '{"a":"\\ud800","b":1}'],
  ])('%s under %j is %s', (text, rules, expected) => {
    expect(changed(text, rules)).toBe(expected);
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it('keeps what a rule has set apart from the rule', () => {
    const rules = jsonRules({ set: { '/a': { b: 1 }, '/a/c': 2 } });
    for (const _ of [1, 2]) {
      const document = {};
      rules(document);
      expect(document).toEqual({ a: { b: 1, c: 2 } });
    }
  });

  const number = fc.oneof(
    fc.bigInt().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.tuple(fc.integer(), fc.stringMatching(/^\d{1,25}$/)).map(([whole, fraction]) => `${whole}.${fraction}`),
    fc.constantFrom('-0', '0.0', '1.0', '1e2', '1E+2', '1e400', '-0.0e-0', '10', '100.10', '9007199254740993'),
  );
  it('leaves the text of every number as it came', () => {
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        const text = `{"a":[${numbers.join(',')}]}`;
        expect(changed(text, { set: { '/b': 0 } })).toBe(`${text.slice(0, -1)},"b":0}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes away exactly what a pointer leads to', () => {
    fc.assert(
      fc.property(json, path, (document, segments) => {
        const before = JSON.stringify(document);
        const after = changed(before, { remove: [pointerOf(segments)] });
        const isNamed = (found: readonly string[], value: unknown = JSON.parse(before)): boolean => {
          let place = value;
          return segments.every((segment, index) => {
            const matches = segment === found[index] || (segment === '*' && Array.isArray(place));
            place = Object(place)[found[index] ?? ''];
            return matches && found.length > index;
          });
        };
        const survivors = leaves(JSON.parse(before)).filter(([at]) => !isNamed(JSON.parse(at)));
        // Of lists the indexes move; what is left is compared as values.
        const values = (list: [string, unknown][]) =>
          list.map(([, value]) => value).filter((value) => !'[]{}'.includes(String(value)));
        expect(values(leaves(JSON.parse(after)))).toEqual(values(survivors));
      }),
      { numRuns: 2_000 },
    );
  });

  it('sets what it says where the place exists, and changes nothing else', () => {
    fc.assert(
      fc.property(json, path, (document, segments) => {
        const pointer = pointerOf(segments);
        const before = JSON.stringify(document);
        const after = JSON.parse(changed(before, { set: { [pointer]: 'set' } }));
        const removed = changed(JSON.stringify(after), { remove: [pointer] });
        expect(removed).toBe(changed(before, { remove: [pointer] }));
        expect(JSON.parse(changed(JSON.stringify(after), { set: { [pointer]: 'set' } }))).toEqual(after);
      }),
      { numRuns: 2_000 },
    );
  });

  it('renames there and back again', () => {
    fc.assert(
      fc.property(json, path, (document, segments) => {
        const last = segments.at(-1) ?? '';
        const there = { rename: { [pointerOf(segments)]: 'nobody has this' } };
        const back = { rename: { [pointerOf([...segments.slice(0, -1), 'nobody has this'])]: last } };
        const before = JSON.stringify(document);
        expect(JSON.parse(changed(changed(before, there), back))).toEqual(JSON.parse(before));
      }),
      { numRuns: 2_000 },
    );
  });
});
