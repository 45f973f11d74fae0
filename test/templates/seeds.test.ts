import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { GeneratedFleet } from './support/generated-fleet.ts';

jest.setTimeout(120_000);

/** Seeds of one service that others refer to: rows of the config, and samples that find them. */
const SEEDED = `version: 1
name: money
services:
  gateway: { kind: gateway, port: 9400 }
  settings: { kind: config, port: 9401 }
  crm:
    kind: domain
    port: 9402
    entities:
      Customer:
        fields: { name: { type: string, required: true }, note: { type: text } }
        seeds:
          dev: { ada: { name: Ada Lovelace, note: null }, grace: { name: "Grace 'Amazing' Hopper" } }
  bank:
    kind: domain
    port: 9403
    entities:
      Account:
        fields:
          number: { type: string, required: true, unique: true }
          level: { type: integer, default: 1 }
          rates: { type: array, of: integer }
          extra: { type: json }
          ownerId: { references: crm.Customer, required: true, embed: owner }
          parentId: { references: Account }
        seeds:
          dev:
            savings: { number: '2', ownerId: grace, parentId: main }
            main: { number: '1', level: 3, rates: [1, 2], extra: { open: [true] }, ownerId: ada }
          demo:
            only: { number: '9', ownerId: 0190a6b2-0000-7000-8000-000000000000 }
      Card:
        fields: { holderId: { references: crm.Customer, required: true, unique: true }, accountId: { references: Account } }
`;

describe('seeds of the config', () => {
  let fleet: GeneratedFleet;

  beforeAll(async () => {
    fleet = new GeneratedFleet({ text: SEEDED });
    await fleet.generate();
  });

  afterAll(() => fleet[Symbol.dispose]());

  const read = (path: string) => readFileSync(join(fleet.root, 'services', path), 'utf8');

  it('become rows with ids, in an order in which they can be created', () => {
    expect(read('bank/src/generated/seed-rows.ts')).toContain(`export const seedRows: ConfiguredSeeds<Seeds> = {
  demo: [{ entity: 'accounts', key: 'only', fields: { number: '9', ownerId: '0190a6b2-0000-7000-8000-000000000000' } }],
  dev: [
    {
      entity: 'accounts',
      key: 'main',
      fields: {
        number: '1',
        level: 3,
        rates: [1, 2],
        extra: { open: [true] },
        ownerId: seedId('crm', 'customers', 'ada'),
      },
    },
    {
      entity: 'accounts',
      key: 'savings',
      fields: {
        number: '2',
        ownerId: seedId('crm', 'customers', 'grace'),
        parentId: seedId('bank', 'accounts', 'main'),
      },
    },
  ],
};
`);
  });

  it('leave the files of the developer to entities without any, whose samples refer to them', () => {
    const dev = read('bank/src/seeds/dev.ts');
    expect(dev).toContain('  accounts: [],\n');
    expect(dev).toContain("holderId: seedId('crm', 'customers', 'ada')");
    expect(dev).not.toContain('third');
    expect(read('crm/src/seeds/dev.ts')).toContain('  customers: [],\n');
    expect(read('bank/src/seeds/test.ts')).toContain("ownerId: seedId('crm', 'customers', 'full')");
  });

  it('pass the linter and the strictest types', async () => {
    expect(await fleet.lint()).toMatchObject({ exitCode: 0 });
    expect(await fleet.typeCheck()).toEqual([]);
  });
});
