import { describe, expect, it } from '@jest/globals';
import { rounds } from '../../../shared/outbox/rounds.ts';

const split = (text: string) =>
  rounds(text.split(' ').filter(Boolean), (item) => item.charAt(0)).map((round) => round.join(' '));

describe('rounds', () => {
  it.each([
    ['', []],
    ['a1 b1 c1', ['a1 b1 c1']],
    ['a1 a2 b1 a3 b2', ['a1 b1', 'a2 b2', 'a3']],
  ])('of %j hold each key once, in order', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });
});
