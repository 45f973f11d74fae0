import type { Difference } from '../../../schema/compare/contract.ts';
import type { Table } from '../../../schema/contract.ts';
import type { Rights, RightsOf } from './contract.ts';

const ROWS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/**
 * A service reads and writes the rows of its tables, and changes no table.
 * @param present names of the tables that are there
 * @param isLog tables of migrations, which it may read at most
 */
export function compareRights(
  rights: Rights,
  { everywhere, serial }: RightsOf,
  wanted: readonly Table[],
  present: readonly string[],
  isLog: (table: string) => boolean,
): Difference[] {
  const about = (table: string | null, found: readonly string[], should: readonly string[]): Difference => ({
    ...{ table, kind: 'rights', name: null, problem: found.length === 0 ? 'missing' : 'differs' },
    ...{ found: found.join(', ') || null, wanted: should.join(', ') || null, harmless: false },
  });
  const whole = rights.everywhere.filter((right) => !ROWS.includes(right));
  const isWhole = isWithin(whole, everywhere) && isWithin(everywhere, whole);
  return [
    ...(isWhole ? [] : [about(null, rights.everywhere, everywhere)]),
    ...present.flatMap((name) => {
      const table = wanted.find((each) => each.name === name);
      const isSerial = table?.columns.some((column) => column.serial) === true;
      const all = [...(rights.tables.get(name) ?? []), ...rights.everywhere.filter((right) => ROWS.includes(right))];
      const has = inOrder(all.filter((right) => isSerial || !serial.includes(right)));
      if (isLog(name)) return isWithin(has, ['SELECT']) ? [] : [about(name, has, ['SELECT'])];
      const should = [...ROWS, ...(isSerial ? serial : [])];
      const isEnough = table === undefined || isWithin(should, has);
      return isEnough && isWithin(has, should) ? [] : [about(name, has, should)];
    }),
  ];
}

/** Each once, those on rows first. */
function inOrder(rights: readonly string[]): string[] {
  const others = rights.filter((right) => !ROWS.includes(right));
  return [...new Set([...ROWS.filter((right) => rights.includes(right)), ...others])];
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((right) => all.includes(right));
}
