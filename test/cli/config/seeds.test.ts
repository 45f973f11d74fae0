import { describe, expect, it } from '@jest/globals';
import type { DomainService } from '../../../cli/config/model.ts';
import { profilesOf, rowsOf } from '../../../cli/config/seed-rows.ts';
import { fleetOf, inspect } from './inspect.ts';

const ID = '0190a6b2-0000-7000-8000-000000000000';

/** Customers in a service of their own; accounts that refer to them and to each other. */
function bank(customers: string, accounts: string): string {
  return fleetOf(
    `
crm:
  kind: domain
  port: 8001
  entities:
    Customer:
      fields:
        name: { type: string, required: true, maxLength: 5 }
        email: { type: email, unique: true }
      seeds: { dev: { ${customers} } }
bank:
  kind: domain
  port: 8002
  entities:
    Account:
      fields:
        number: { type: string, required: true, unique: true, pattern: '^\\d+$' }
        balance: { type: decimal, max: '100.00' }
        currency: { type: enum, enum: Currency, required: true, default: EUR }
        tags: { type: array, of: { type: string, maxLength: 3 } }
        level: { type: integer, min: 1, max: 3 }
        closed: { type: boolean }
        extra: { type: json }
        ownerId: { references: crm.Customer }
        parentId: { references: Account }
      seeds: { dev: { ${accounts} }, demo: {} }`,
    'enums: { Currency: [EUR, USD] }\n',
  );
}

function told(customers: string, accounts: string): string[] {
  return inspect(bank(customers, accounts)).findings.map(({ code, message }) => `${code}: ${message}`);
}

describe('seeds of the config', () => {
  it('take every value that a field takes', () => {
    const full = `number: '1', balance: '12.50', currency: USD, tags: [a, b], level: 3, closed: true, extra: { a: [1.5] }`;
    const { findings, fleet } = inspect(
      bank(
        'ada: { name: Ada }',
        `main: { ${full}, ownerId: ada, parentId: null }, other: { number: '2', ownerId: ${ID} }`,
      ),
    );
    expect(findings).toEqual([]);
    const service = fleet?.services.find(({ name }) => name === 'bank') as DomainService;
    expect(service.entities[0]?.seeds?.dev?.main).toMatchObject({ balance: '12.50', ownerId: 'ada' });
    expect(profilesOf(service)).toEqual(['dev']);
  });

  it.each([
    ["number: '1', nmber: '2'", ['unknown_key: `Account` has no field `nmber`']],
    ['level: 1', ['missing_key: the row `main` needs `number`']],
    ['number: null', ['bad_seed: `number` must have a value']],
    ['number: a', ['bad_seed: the value does not match `^\\d+$`']],
    [
      "number: '1', balance: 12.5",
      ['bad_seed: the field takes text, not a number with a fraction: write it in quotes'],
    ],
    ["number: '1', balance: '12.5'", ['bad_seed: `12.5` is no number with 2 digits after the point and 18 in all']],
    ["number: '1', balance: '100.01'", ['bad_seed: the value 100.01 is not within anything to 100.00']],
    ["number: '1', currency: GBP", ['bad_seed: `GBP` is none of the values']],
    ["number: '1', tags: a", ['bad_seed: the field takes a list, not text']],
    ["number: '1', level: 4", ['bad_seed: the value 4 is not within 1 to 3']],
    ["number: '1', level: 3000000000", ['bad_seed: the field takes -2147483648 to 2147483647, not 3000000000']],
    ["number: '1', closed: 'yes'", ['bad_seed: the field takes `true` or `false`, not text']],
    ["number: '1', ownerId: 7", ['bad_seed: a reference is the key of the row that it leads to']],
    ["number: '1', ownerId: bob", ['unknown_seed: the seeds of `Customer` have no `bob` in `dev`']],
    [
      "number: '1', parentId: main",
      ['seed_circle: `main` needs `main` in its turn, so neither could be created first'],
    ],
  ])('refuse { %s }', (row, mistakes) => {
    expect(told('ada: { name: Ada }', `main: { ${row} }`)).toEqual(mistakes);
  });

  it('refuse a value twice where it is unique, and a list that is too long for its items', () => {
    expect(told("a: { name: A, email: 'a@b.org' }, b: { name: B, email: 'a@b.org' }", '')).toEqual([
      'duplicate_value: `a` has this `email` already, and it is unique to each `Customer`',
    ]);
    expect(told('', "main: { number: '1', tags: [ab, abcd] }")).toEqual([
      'bad_seed: the value has 4 characters, the field 0 to 3',
    ]);
  });

  it('come in an order in which each finds what it refers to', () => {
    const { fleet } = inspect(
      bank('', "a: { number: '1', parentId: c }, b: { number: '2' }, c: { number: '3', parentId: b }"),
    );
    const service = fleet?.services.find(({ name }) => name === 'bank') as DomainService;
    expect(rowsOf(service, 'dev').map(({ key }) => key)).toEqual(['b', 'c', 'a']);
  });
});
