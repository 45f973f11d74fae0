import { describe, expect, it } from '@jest/globals';
import { composite, identity, isMade } from '../../../cli/split/identity.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const KEYS = ['0', '1', '2', '9', '10', '4095', '4096', '70000', '4294967295', '4294967296', '2251799813685247'];

describe('ids of old rows', () => {
  const { of } = identity('customers');

  it('are UUIDv7s that stay the same in every run and release', () => {
    expect(KEYS.slice(0, 3).map(of)).toEqual([
      '00dc6acf-ac00-7000-8300-0207c3fdeae2',
      '00dc6acf-ac00-7001-8300-02075dca9353',
      '00dc6acf-ac00-7002-8300-0207ff931980',
    ]);
    for (const key of [...KEYS, 'anna', '-1', '07', composite(['a', 'b']), '9'.repeat(20)])
      expect(of(key)).toMatch(UUID_V7);
  });

  it('keep the order of whole numbers', () => {
    const ids = KEYS.map(of);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('differ by table and by key', () => {
    const keys = [...KEYS, 'anna', 'Anna', '-1', '07', '1.0', '', '2251799813685248', '2251799813685249'];
    const all = [...keys.map(of), ...keys.map(identity('orders').of)];
    expect(new Set(all).size).toBe(all.length);
    expect(composite(['a', 'b,c'])).not.toBe(composite(['a,b', 'c']));
  });

  it('end differently where keys follow each other', () => {
    const ends = Array.from({ length: 256 }, (_, key) => of(String(key)).slice(-2));
    expect(new Set(ends).size).toBeGreaterThan(100);
  });

  it('can be told from those that services make', () => {
    expect([...KEYS, 'anna'].map(of).every(isMade)).toBe(true);
    expect(isMade('019a2b3c-4d5e-7abc-8def-0123456789ab')).toBe(false);
    expect(isMade('00dc6acf-ac00-4000-8300-0207c3fdeae2')).toBe(false);
  });
});
