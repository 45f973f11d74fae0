import { describe, expect, it } from '@jest/globals';
import { outlineOf } from '../../../cli/edit/outline.ts';
import { planRemoval } from '../../../cli/edit/remove.ts';
import { pathOf, resolveTarget } from '../../../cli/edit/target.ts';
import type { TargetKind } from '../../../cli/edit/target-kinds.ts';
import { openSource } from '../../../cli/edit/text/source.ts';
import { applySplices } from '../../../cli/edit/text/splice.ts';

const CONFIG = `version: 1
name: bank
enums: { Currency: [EUR, USD] }
services:
  crm-service:
    kind: domain
    port: 8001
    entities:
      Customer:
        fields:
          name: { type: string }
          parentId: { references: Customer }
  bank-service:
    kind: domain
    port: 8002
    entities:
      # what people have
      Account:
        unique: [[ownerId, number], [number]]
        indexes:
          - [ownerId]
        list:
          filter: [ownerId, number]
          sort: [number]
          order: -ownerId
        fields:
          number: { type: string }
          currency: { type: enum, enum: Currency }
          takes: { type: array, of: { type: enum, enum: Currency } }
          ownerId: { references: crm-service.Customer, embed: owner }
        seeds:
          dev:
            main: { number: '1', ownerId: ada }
        events:
          moved: { data: { toId: { references: Account } } }
        commands:
          move: { input: { toId: { references: Account } }, emits: [moved] }
          give: { input: { toId: { references: crm-service.Customer } } }
      Branch:
        fields:
          name: { type: string }
    subscribes:
      greet: { to: [crm-service.Customer.created] }
      tell: { to: [bank-service.Account.moved, crm-service.Customer.updated] }
environments:
  production:
    services:
      crm-service: { port: 9001 }
      bank-service: { port: 9002 }
`;

const source = openSource(CONFIG);
const config = { file: 'aurora.config.yaml', source, outline: outlineOf(source) };

async function plan(words: string, cascade = false) {
  const [kind, ...names] = words.split(' ');
  const target = await resolveTarget(config.outline, kind as TargetKind, names, undefined);
  const { splices, notes } = planRemoval(config, target, cascade);
  const text = applySplices(CONFIG, splices);
  openSource(text);
  return { text, notes, path: pathOf(target) };
}

/** Lines that are gone, and lines instead of them. */
function changed(text: string): string[] {
  const [before, after] = [CONFIG.split('\n'), text.split('\n')];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
}

describe('aurora remove', () => {
  it.each([
    ['field Account currency', ['-          currency: { type: enum, enum: Currency }']],
    ['entity Branch', ['-      Branch:']],
    ['command Account move', ['-          move: { input: { toId: { references: Account } }, emits: [moved] }']],
    ['subscriber bank-service greet', ['-      greet: { to: [crm-service.Customer.created] }']],
  ])('takes out %s', async (words, lines) => {
    expect(changed((await plan(words)).text)).toEqual(expect.arrayContaining(lines));
  });

  it('takes out a service with what environments say of it', async () => {
    const { text } = await plan('service bank-service');
    expect(text).not.toMatch(/bank-service|Account|9002/);
    expect(text).toContain('      crm-service: { port: 9001 }\n');
  });

  it('says what stays', async () => {
    expect((await plan('entity Branch')).notes).toEqual([
      'its table branches stays with its rows until its migration drops it',
    ]);
    expect((await plan('field Account currency')).notes).toEqual([expect.stringContaining('seeds and tests')]);
  });

  it.each([
    ['event Account moved', ['emits.0: moved', 'bank-service.Account.moved']],
    ['enum Currency', ['fields.currency.enum: Currency', 'fields.takes.of.enum: Currency']],
    [
      'field Account number',
      ['unique.0.1: number', 'unique.1.0', 'list.filter.1', 'list.sort.0', 'seeds.dev.main.number'],
    ],
  ])('refuses to remove %s while something refers to it', async (words, places) => {
    await expect(plan(words)).rejects.toMatchObject({
      code: 'referred_to',
      details: places.map((place) => expect.stringContaining(place)),
    });
  });

  it('names every place with its line, and what to type', async () => {
    await expect(plan('service crm-service')).rejects.toMatchObject({
      code: 'referred_to',
      message: 'The service crm-service is still referred to, so nothing was removed.',
      details: [
        'aurora.config.yaml:30:34  services.bank-service.entities.Account.fields.ownerId.references: crm-service.Customer',
        'aurora.config.yaml:38:48  services.bank-service.entities.Account.commands.give.input.toId.references: crm-service.Customer',
        'aurora.config.yaml:43:21  services.bank-service.subscribes.greet.to.0: crm-service.Customer.created',
        'aurora.config.yaml:44:48  services.bank-service.subscribes.tell.to.1: crm-service.Customer.updated',
      ],
      next: 'aurora remove service crm-service --cascade, which removes those too, or change them first',
    });
  });

  it('--cascade of an enum takes along lists of its values', async () => {
    const { text, notes } = await plan('enum Currency', true);
    const { fields } = openSource(text).document.toJS().services['bank-service'].entities.Account;
    expect(Object.keys(fields)).toEqual(['number', 'ownerId']);
    expect(notes).toContain('removed with it: bank-service.entities.Account.fields.takes');
  });

  it('--cascade takes along what refers to it, and what refers to that', async () => {
    const { text, notes } = await plan('service crm-service', true);
    expect(openSource(text).document.toJS()).toEqual({
      version: 1,
      name: 'bank',
      enums: { Currency: ['EUR', 'USD'] },
      services: {
        'bank-service': {
          kind: 'domain',
          port: 8002,
          entities: {
            Account: {
              unique: [['number']],
              list: { filter: ['number'], sort: ['number'] },
              fields: {
                number: { type: 'string' },
                currency: { type: 'enum', enum: 'Currency' },
                takes: { type: 'array', of: { type: 'enum', enum: 'Currency' } },
              },
              seeds: { dev: { main: { number: '1' } } },
              events: { moved: { data: { toId: { references: 'Account' } } } },
              commands: {
                move: { input: { toId: { references: 'Account' } }, emits: ['moved'] },
                give: { input: {} },
              },
            },
            Branch: { fields: { name: { type: 'string' } } },
          },
          subscribes: { tell: { to: ['bank-service.Account.moved'] } },
        },
      },
      environments: { production: { services: { 'bank-service': { port: 9002 } } } },
    });
    expect(text).toContain('      # what people have\n');
    expect(notes).toContain('removed with it: bank-service.entities.Account.fields.ownerId');
  });

  it.each([
    ['field Branch name', 'last_one', 'aurora remove entity Branch'],
    ['entity Customer', 'last_one', 'aurora remove service crm-service'],
    ['field Account nmber', 'no_such_field', 'aurora config show'],
    ['field Account', 'missing_argument', 'type it again with --help to see the arguments'],
    ['query bank-service all', 'no_such_query', 'aurora config show'],
  ])('refuses %s', async (words, code, next) => {
    await expect(plan(words)).rejects.toMatchObject({ code, next });
  });
});
