import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Factory, SeedField, SeedValue } from '../../../../shared/seeds/scale/contract.ts';
import { roundOf } from '../../../../shared/seeds/scale/rounds.ts';
import { RowMaker } from '../../../../shared/seeds/scale/row-maker.ts';
import { scaledId } from '../../../../shared/seeds/scale/scaled-id.ts';

const to = (entity: string) => ({ type: 'reference', service: 's', entity, plural: entity }) as const;
const choice = (...values: readonly string[]): SeedValue => ({ type: 'enum', values });

function maker(
  fields: readonly SeedField[],
  unique: readonly (readonly string[])[],
  scale: Readonly<Record<string, number>> = {},
): RowMaker {
  const factory: Factory = { entity: 'Thing', plural: 'Thing', fields, unique };
  return new RowMaker(factory, { own: 's', before: new Set(['Owner', 'Other']), scale });
}

/** All rows that there are, up to a thousand. */
function rowsOf(made: RowMaker): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (let row = 0; row < 1_000 && made.has(row); row++) rows.push(made.at(row));
  return rows;
}

const different = (rows: readonly object[], ...names: readonly string[]) =>
  new Set(rows.map((row) => JSON.stringify(names.map((name) => row[name as never])))).size;

describe('rows', () => {
  it('are as many as differ, to the last one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (a, b, c) => {
          const values = (count: number) => choice(...Array.from({ length: count }, (_, index) => `v${index}`));
          const fields = [
            { name: 'a', ...values(a) },
            { name: 'b', ...values(b) },
            { name: 'ownerId', ...to('Owner') },
          ];
          const rows = rowsOf(maker(fields, [['a', 'b', 'ownerId']], { Owner: c }));
          // Row n refers to one of the first n + 1 owners.
          expect(rows.length).toBe(a * b * c);
          expect(different(rows, 'a', 'b', 'ownerId')).toBe(rows.length);
        },
      ),
    );
  });

  it('keep several rules that share a field', () => {
    const fields = [
      { name: 'a', ...choice('1', '2', '3') },
      { name: 'b', ...choice('1', '2', '3') },
      { name: 'c', ...choice('1', '2', '3') },
    ];
    const rows = rowsOf(
      maker(fields, [
        ['a', 'b'],
        ['b', 'c'],
      ]),
    );
    expect(rows.length).toBeGreaterThan(5);
    expect([different(rows, 'a', 'b'), different(rows, 'b', 'c')]).toEqual([rows.length, rows.length]);
  });

  it('leave out what may be left out once nothing is free any more', () => {
    const rows = rowsOf(maker([{ name: 'a', optional: true, ...choice('1', '2') }], [['a']]));
    expect(rows.length).toBe(1_000);
    expect(
      rows
        .filter(({ a }) => a !== undefined)
        .map(({ a }) => a)
        .sort(),
    ).toEqual(['1', '2']);
  });

  it('refer one to one where a reference is unique', () => {
    const rows = rowsOf(maker([{ name: 'ownerId', ...to('Owner') }], [['ownerId']], { Owner: 300 }));
    expect([rows.length, different(rows, 'ownerId')]).toEqual([300, 300]);
  });

  it('refer to rows that are there before them, of their own kind to those of earlier rounds', () => {
    const scale = { Owner: 50, Thing: 1_000, Later: 1_000 };
    const fields = [
      { name: 'ownerId', ...to('Owner') },
      { name: 'aboveId', optional: true, ...to('Thing') },
      { name: 'laterIds', optional: true, many: true, ...to('Later') },
    ] as const;
    const rows = rowsOf(maker(fields, [], scale));
    const place = (entity: string) =>
      new Map(Array.from({ length: 1_000 }, (_, row) => [scaledId('s', entity, row), row]));
    const [owners, things, later] = [place('Owner'), place('Thing'), place('Later')];
    for (const [row, { ownerId, aboveId, laterIds }] of rows.entries()) {
      expect(owners.get(ownerId as string)).toBeLessThanOrEqual(Math.min(row, 49));
      if (aboveId !== undefined) expect(things.get(aboveId as string)).toBeLessThan(roundOf(row));
      const ids = (laterIds ?? []) as string[];
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(later.get(id)).toBeLessThan(roundOf(row));
    }
    expect(rows.filter(({ aboveId }) => aboveId !== undefined).length).toBeGreaterThan(500);
    expect(different(rows, 'ownerId')).toBe(50);
  });

  it('are none where they must refer to nothing', () => {
    expect(maker([{ name: 'ownerId', ...to('Owner') }], []).has(0)).toBe(false);
  });
});
