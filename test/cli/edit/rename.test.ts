import { describe, expect, it } from '@jest/globals';
import { outlineOf } from '../../../cli/edit/outline.ts';
import { planRename } from '../../../cli/edit/rename.ts';
import { resolveTarget } from '../../../cli/edit/target.ts';
import type { TargetKind } from '../../../cli/edit/target-kinds.ts';
import { openSource } from '../../../cli/edit/text/source.ts';
import { applySplices } from '../../../cli/edit/text/splice.ts';

const CONFIG = `version: 1
name: bank
enums: { Currency: [EUR, USD] } # shared
services:
  crm-service:
    kind: domain
    port: 8001
    entities:
      Customer: # people
        fields:
          name: { type: string }
          parentId: { references: 'Customer', embed: parent }
          mainId: { references: "crm-service.Customer", embed: boss }
  bank-service:
    kind: domain
    port: 8002
    entities:
      Account:
        plural: accounts
        unique: [[ownerId, number]]
        list: { filter: [ownerId], order: 'number,-ownerId' }
        fields:
          number: { type: string }
          currency: { type: enum, enum: Currency }
          ownerId: { references: crm-service.Customer, embed: owner }
          customerId: { references: &customer crm-service.Customer }
          otherId: { references: *customer }
        seeds: { dev: { main: { number: '1', ownerId: ada, enum: Currency, references: Account } } }
        events:
          moved: { data: { at: { type: string } } }
        commands:
          move: { input: {}, emits: [moved] }
    subscribes:
      tell: { to: [Account.moved, bank-service.Account.moved, crm-service.Customer.updated] }
environments:
  production: { services: { crm-service: { port: 9001 } } }
`;

const source = openSource(CONFIG);
const config = { file: 'aurora.config.yaml', source, outline: outlineOf(source) };

async function rename(words: string, name: string, plural?: string) {
  const [kind, ...names] = words.split(' ');
  const target = await resolveTarget(config.outline, kind as TargetKind, names, undefined);
  const { splices, notes } = planRename(config, { target, name, plural });
  const text = applySplices(CONFIG, splices);
  openSource(text);
  return { text, notes };
}

/** The config with these texts exchanged, each once. */
function exchanged(...pairs: [string, string][]): string {
  return pairs.reduce((text, [before, after]) => {
    expect(text.split(before)).toHaveLength(2);
    return text.replace(before, after);
  }, CONFIG);
}

describe('aurora rename', () => {
  it('renames an entity wherever it is named, in the quotes that are there', async () => {
    const { text } = await rename('entity Customer', 'Client');
    expect(text).toBe(
      exchanged(
        ['Customer: # people', 'Client: # people'],
        ["references: 'Customer'", "references: 'Client'"],
        ['"crm-service.Customer"', '"crm-service.Client"'],
        ['ownerId: { references: crm-service.Customer', 'ownerId: { references: crm-service.Client'],
        ['&customer crm-service.Customer', '&customer crm-service.Client'],
        ['crm-service.Customer.updated', 'crm-service.Client.updated'],
        ['embed: boss }\n', 'embed: boss }\n        renamedFrom: Customer\n'],
      ),
    );
  });

  it('leaves alone what is named within it', async () => {
    expect((await rename('entity Account', 'Ledger')).text).toBe(
      CONFIG.replace('Account:', 'Ledger:')
        .replaceAll('Account.moved', 'Ledger.moved')
        .replace('emits: [moved] }\n', 'emits: [moved] }\n        renamedFrom: Account\n'),
    );
    expect((await rename('service bank-service', 'money-service')).text).toBe(
      CONFIG.replaceAll('bank-service', 'money-service'),
    );
  });

  it('renames a service, in environments too', async () => {
    const { text } = await rename('service crm-service', 'people-service');
    expect(text).toBe(CONFIG.replaceAll('crm-service', 'people-service'));
  });

  it('renames a field with what it is embedded as, where that is called after it', async () => {
    const { text } = await rename('field Account ownerId', 'holderId');
    expect(text).toBe(
      CONFIG.replaceAll('ownerId', 'holderId').replace('embed: owner', 'embed: holder, renamedFrom: ownerId'),
    );
    expect((await rename('field Customer mainId', 'topId')).text).toContain(
      'topId: { references: "crm-service.Customer", embed: boss, renamedFrom: mainId }',
    );
    expect((await rename('field Customer parentId', 'above')).text).toContain(
      "above: { references: 'Customer', embed: parent, renamedFrom: parentId }",
    );
  });

  it.each([
    [
      'event Account moved',
      'shifted',
      [
        ['moved: {', 'shifted: {'],
        ['emits: [moved]', 'emits: [shifted]'],
        ['to: [Account.moved', 'to: [Account.shifted'],
        ['service.Account.moved', 'service.Account.shifted'],
      ],
    ],
    ['command Account move', 'shift', [['move: {', 'shift: {']]],
    ['subscriber bank-service tell', 'say', [['tell: {', 'say: {']]],
    [
      'enum Currency',
      'Money',
      [
        ['{ Currency:', '{ Money:'],
        ['enum: Currency }', 'enum: Money }'],
      ],
    ],
  ] as [string, string, [string, string][]][])('renames %s', async (words, name, pairs) => {
    expect((await rename(words, name)).text).toBe(exchanged(...pairs));
  });

  it('gives an entity another plural, and keeps one that was given', async () => {
    expect((await rename('entity Account', 'Ledger')).notes).toEqual([
      'its plural stays accounts, as the config says; --plural gives it another',
    ]);
    expect((await rename('entity Account', 'Ledger', 'ledgers')).text).toContain('        plural: ledgers\n');
    expect((await rename('entity Customer', 'Staff', 'staff')).text).toContain('        plural: staff\n');
  });

  it('says what has to follow', async () => {
    expect((await rename('entity Customer', 'Client')).notes).toEqual([
      'its path is /api/v1/clients, its scopes begin with clients: clients have to follow',
      'Account.customerId keeps its name (aurora rename field Account customerId clientId)',
    ]);
    expect((await rename('field Account ownerId', 'holderId')).notes).toEqual([]);
    expect((await rename('service crm-service', 'people-service')).notes?.[0]).toContain(
      'its data stays in the database',
    );
  });

  it.each([
    ['field Account number', 'currency', 'exists'],
    ['service crm-service', 'bank-service', 'exists'],
    ['entity Customr', 'Client', 'no_such_entity'],
  ])('refuses %s to %s', async (words, name, code) => {
    await expect(rename(words, name)).rejects.toMatchObject({ code });
  });
});
