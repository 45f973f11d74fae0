import { describe, expect, it } from '@jest/globals';
import { statesOf } from '../../../cli/migrate/state.ts';

const file = (name: string, checksum: string) => ({ name, checksum, path: `/${name}.ts` });
const entry = (name: string, checksum: string) => ({
  name,
  checksum,
  applied_at: new Date('2026-03-01T12:00:00Z'),
  applied_by: 'anna@laptop 4711',
  duration_ms: 12,
});

describe('the state of migrations', () => {
  it('compares files with what a database records', () => {
    const files = [file('0001-a-b', 'x'), file('0002-a-b', 'x'), file('0004-a-b', 'x')];
    const log = [entry('0001-a-b', 'x'), entry('0002-a-b', 'y'), entry('0003-a-b', 'x')];
    expect(statesOf(files, log).map(({ name, state }) => `${name} ${state}`)).toEqual([
      '0001-a-b applied',
      '0002-a-b edited',
      '0003-a-b missing',
      '0004-a-b pending',
    ]);
  });

  it('tells when and by whom a migration was applied, and nothing of a pending one', () => {
    expect(statesOf([file('0001-a-b', 'x'), file('0002-a-b', 'x')], [entry('0001-a-b', 'x')])).toEqual([
      {
        name: '0001-a-b',
        state: 'applied',
        appliedAt: '2026-03-01T12:00:00.000Z',
        appliedBy: 'anna@laptop 4711',
        durationMs: 12,
      },
      { name: '0002-a-b', state: 'pending', appliedAt: null, appliedBy: null, durationMs: null },
    ]);
  });
});
