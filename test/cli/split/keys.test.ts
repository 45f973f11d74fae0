import { describe, expect, it } from '@jest/globals';
import { KeySet } from '../../../cli/split/keys/key-set.ts';
import { TextSet } from '../../../cli/split/keys/text-set.ts';

describe('keys that were migrated', () => {
  const KEYS = ['0', '1', '7', '4096', '999999999', '00', 'anna', '-1', '9007199254740993', '["a","b"]'];

  it.each([
    { ids: 'made' as const, foldKeys: false },
    { ids: 'made' as const, foldKeys: true },
  ])('are found by themselves and by their ids: %j', (how) => {
    const keys = new KeySet({ identity: 'x', ...how }, 10);
    for (const key of KEYS) expect(keys.add(key, keys.idOf(key))).toBe(true);
    expect(keys.add('7', keys.idOf('7'))).toBe(false);
    for (const key of KEYS) expect([keys.has(key), keys.hasId(keys.idOf(key))]).toEqual([true, true]);
    expect([keys.has('2'), keys.has('bert'), keys.hasId(keys.idOf('2'))]).toEqual([false, false, false]);
    for (const key of ['7', 'anna']) keys.delete(key);
    expect([keys.has('7'), keys.has('anna'), keys.hasId(keys.idOf('anna'))]).toEqual([false, false, false]);
    const again = new KeySet({ identity: 'x', ...how }, 10);
    for (const key of KEYS) again.addId(keys.idOf(key));
    expect(KEYS.every((key) => again.has(key))).toBe(true);
  });

  it('have one spelling', () => {
    const folding = new KeySet({ identity: 'x', ids: 'made', foldKeys: true }, 1);
    expect([folding.normal('AB '), folding.normal('ab')]).toEqual(['ab', 'ab']);
    const kept = new KeySet({ identity: 'x', ids: 'kept', foldKeys: false }, 1);
    expect(kept.normal('5B0F2A5E6B0B4C569F0B0D3F3E6F1A01')).toBe('5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a01');
    expect(kept.normal('12')).toMatchObject({ code: 'type' });
  });
});

it('a set of texts grows, and tells what it has from what it has not', () => {
  const set = new TextSet();
  const texts = Array.from({ length: 50_000 }, (_, at) => `text ${at * 7}`);
  expect(texts.every((text) => set.add(text))).toBe(true);
  expect(texts.some((text) => set.add(text))).toBe(false);
  expect(texts.every((text) => set.has(text))).toBe(true);
  expect(texts.some((text) => set.has(`no ${text}`))).toBe(false);
  expect(set.size).toBe(texts.length);
});
