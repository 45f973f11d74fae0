import { describe, expect, it } from '@jest/globals';
import { parseMoment } from '../../cli/parse-moment.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');

describe('a moment', () => {
  it.each([
    ['5m', '2026-01-31T11:55:00.000Z'],
    ['7d', '2026-01-24T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10:00', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31 10:00:01.5', '2026-01-31T10:00:01.500Z'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10:00:00+02:00', '2026-01-31T08:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseMoment(text, NOW)?.toISOString()).toBe(iso);
  });

  it.each(['', 'yesterday', '5', '0m', '-5m', '10:00', '2026-13-01', '2026-01-31T25:00', '31.01.2026', '5m ago'])(
    '%p is none',
    (text) => {
      expect(parseMoment(text, NOW)).toBeUndefined();
    },
  );
});
