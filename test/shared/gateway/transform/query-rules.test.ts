import { describe, expect, it } from '@jest/globals';
import type { Outgoing } from '../../../../shared/gateway/proxy/outgoing.ts';
import type { NameRules } from '../../../../shared/gateway/settings/index.ts';
import { queryRules } from '../../../../shared/gateway/transform/query-rules.ts';

function changed(path: string, rules: NameRules): string {
  const outgoing: Outgoing = { path, method: 'GET', headers: [] };
  queryRules(rules)(undefined as never, outgoing);
  return outgoing.path;
}

describe('rules for the query', () => {
  it.each<[string, NameRules, string]>([
    ['/a?x=1&y=%7e&&x=2&z', { remove: ['x'] }, '/a?y=%7e&&z'],
    ['/a?%78=1&y=a+b', { remove: ['x'] }, '/a?y=a+b'],
    ['/a?x=1', { remove: ['x'] }, '/a'],
    ['/a?x=%2F&y=2&x', { rename: { x: 'a b' } }, '/a?a%20b=%2F&y=2&a%20b'],
    ['/a?old=1&new=2', { rename: { old: 'new' } }, '/a?new=1'],
    ['/a?b=1&x=1&c=%zz&x=2', { set: { x: 'ä&=' } }, '/a?b=1&x=%C3%A4%26%3D&c=%zz'],
    ['/a', { set: { x: '' } }, '/a?x='],
    ['/a?b=1', { remove: ['b'], rename: { b: 'c' }, set: { b: '2' } }, '/a?b=2'],
    ['/a?a+b=1', { remove: ['a b'] }, '/a'],
    ['/a?%zz=1', { remove: ['%zz'] }, '/a'],
    ['/a?', { remove: ['x'] }, '/a?'],
    ['/a?filter%5Bstate%5D=x', { rename: { 'filter[state]': 'state' } }, '/a?state=x'],
    ['/a?__proto__=1&constructor=2', { remove: ['__proto__'] }, '/a?constructor=2'],
  ])('%s under %j is %s', (path, rules, expected) => expect(changed(path, rules)).toBe(expected));
});
