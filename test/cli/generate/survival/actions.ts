import fc from 'fast-check';
import { FIELDS, SERVICES } from './fleet.ts';
import type { Resolution } from './markers.ts';

/** What a developer does between two runs. Numbers choose among what is there by then, and wrap around. */
export type Action =
  | { readonly do: 'insert' | 'replace' | 'append'; readonly file: number; readonly line: number }
  | { readonly do: 'cut'; readonly file: number; readonly line: number; readonly lines: number }
  | { readonly do: 'delete' | 'crlf' | 'restore'; readonly file: number }
  | { readonly do: 'resolve'; readonly file: number; readonly resolution: Resolution }
  | { readonly do: 'occupy'; readonly service: number; readonly entity: number }
  | { readonly do: 'service'; readonly service: number }
  | { readonly do: 'port'; readonly service: number; readonly port: number }
  | { readonly do: 'entity'; readonly service: number; readonly entity: number }
  | { readonly do: 'field'; readonly service: number; readonly entity: number; readonly field: number }
  /** `cutAt`: the run is killed before its n-th write or removal; null: it comes to its end. */
  | { readonly do: 'generate'; readonly cutAt: number | null };

const file = fc.nat(30);
const line = fc.nat(40);
const service = fc.nat(SERVICES.length - 1);
const entity = fc.nat(2);
const is = <K extends string>(...what: K[]) => fc.constantFrom(...what);

const edit = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: is('insert', 'replace', 'append'), file, line }) },
  { weight: 1, arbitrary: fc.record({ do: is('cut'), file, line, lines: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: is('delete', 'crlf', 'restore'), file }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: is('resolve'), file, resolution: is<Resolution>('yours', 'theirs', 'both') }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('occupy'), service, entity }) },
);

const change = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: is('service'), service }) },
  { weight: 3, arbitrary: fc.record({ do: is('port'), service, port: fc.integer({ min: 8001, max: 8003 }) }) },
  { weight: 2, arbitrary: fc.record({ do: is('entity'), service, entity }) },
  { weight: 3, arbitrary: fc.record({ do: is('field'), service, entity, field: fc.nat(FIELDS.length - 1) }) },
);

const run = fc.record({ do: is('generate'), cutAt: fc.option(fc.nat(12), { freq: 2 }) });

const round = fc
  .tuple(
    fc.array(edit, { maxLength: 5 }),
    fc.array(change, { maxLength: 3 }),
    fc.array(run, { minLength: 1, maxLength: 2 }),
  )
  .map(([edits, changes, runs]): Action[] => [...edits, ...changes, ...runs]);

/** Some rounds of edits, changes of the config, and runs. */
export const histories: fc.Arbitrary<Action[]> = fc
  .array(round, { minLength: 2, maxLength: 6 })
  .map((rounds) => rounds.flat());
