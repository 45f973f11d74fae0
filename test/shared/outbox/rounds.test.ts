import { describe, expect, it } from '@jest/globals';
import { rounds } from '../../../shared/outbox/rounds.ts';

const split = (text: string, limit = 100) =>
  rounds(text.split(' ').filter(Boolean), (item) => item.charAt(0), limit).map((round) => round.join(' '));

describe('rounds', () => {
  it.each([
    ['', []],
    ['a1 b1 c1', ['a1 b1 c1']],
    ['a1 a2 b1 a3 b2', ['a1 b1', 'a2 b2', 'a3']],
  ])('of %j hold each key once, in order', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it('are no longer than the limit, and still never swap two of a key', () => {
    expect(split('a1 b1 c1 a2 c2', 2)).toEqual(['a1 b1', 'c1 a2', 'c2']);
  });
});
