import { describe, expect, it } from '@jest/globals';
import { explain, type Interrupted, interruptedOf } from '../../../cli/migrate/interrupted.ts';
import { statesOf } from '../../../cli/migrate/state.ts';

const file = (name: string, checksum: string) => ({ name, checksum, path: `/${name}.ts` });
const entry = (name: string, checksum: string) => ({
  name,
  checksum,
  applied_at: new Date('2026-03-01T12:00:00Z'),
  applied_by: 'anna@laptop 4711',
  duration_ms: 12,
  aurora_version: '1.2.3',
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
        version: '1.2.3',
        interrupted: null,
      },
      {
        ...{ name: '0002-a-b', state: 'pending', appliedAt: null, appliedBy: null, durationMs: null },
        ...{ version: null, interrupted: null },
      },
    ]);
  });

  it('tells how far one came that was cut off, and how it is mended', () => {
    const steps = JSON.stringify({
      done: ['ALTER TABLE orders ADD COLUMN state text', 'CREATE TYPE mood AS ENUM (?)'],
      begun: 'UPDATE "orders" SET state = ? /* in batches by id */',
      backfill: { after: ['12000'], rows: 12_000, of: 50_000, walk: 1 },
    });
    const cutOff = { ...entry('0001-a-b', 'x'), direction: 'up' as const, steps };
    const [state] = statesOf([file('0001-a-b', 'x')], [cutOff]);
    expect(state).toMatchObject({
      state: 'interrupted',
      interrupted: { direction: 'up', done: 2, backfill: { rows: 12_000, of: 50_000 } },
    });
    expect(explain('orders-service', '0001-a-b', interruptedOf(cutOff) as Interrupted)).toEqual([
      'orders-service/0001-a-b stopped on its way up: its first 2 statements are done.',
      '  It had begun: UPDATE "orders" SET state = ? /* in batches by id */',
      '  Of that it had done 12,000 of about 50,000 rows.',
      '  aurora migrate up orders-service goes on from there; aurora migrate down orders-service takes back what there is of it.',
    ]);
  });
});
