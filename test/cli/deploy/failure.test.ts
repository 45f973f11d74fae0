import { describe, expect, it } from '@jest/globals';
import { lastWords } from '../../../cli/deploy/failure.ts';

const line = (level: string, msg: string) =>
  JSON.stringify({ level, time: '2026-01-02T03:04:05.678Z', service: 's', msg });

describe('the last words of a version that failed', () => {
  it('are what it complained of, and what is no record', () => {
    const lines = [
      line('info', 'answered'),
      line('error', 'no table'),
      line('error', 'no table'),
      'TypeError: x',
      line('info', 'answered'),
    ];
    expect(lastWords(lines)).toEqual(['03:04:05.678 error no table', 'TypeError: x']);
  });

  it('are its last lines where it complained of nothing', () => {
    const lines = ['one', 'two', 'three', 'four'].map((msg) => line('info', msg));
    expect(lastWords(lines).map((each) => each.split(' ').at(-1))).toEqual(['two', 'three', 'four']);
  });
});
