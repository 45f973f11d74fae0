import { describe, expect, it } from '@jest/globals';
import type { Addition } from '../../../cli/edit/add/addition.ts';
import { addEntity } from '../../../cli/edit/add/entity.ts';
import { addEnum } from '../../../cli/edit/add/enum.ts';
import { addEvent } from '../../../cli/edit/add/event.ts';
import { addField } from '../../../cli/edit/add/field.ts';
import { addOperation } from '../../../cli/edit/add/operation.ts';
import { addService } from '../../../cli/edit/add/service.ts';
import { addSubscriber } from '../../../cli/edit/add/subscriber.ts';
import { outlineOf } from '../../../cli/edit/outline.ts';
import { openSource } from '../../../cli/edit/text/source.ts';
import { applySplices } from '../../../cli/edit/text/splice.ts';
import { inspect } from '../config/inspect.ts';

const CONFIG = `version: 1
name: shop # ours
services:
  settings: { kind: config, port: 8000 }
  files: { kind: file, port: 8003 }
  crm-service:
    kind: domain
    port: 8001
    entities:
      Customer:
        fields:
          name: { type: string }
environments:
  production: { services: { crm-service: { port: 9000 } } }
`;

const source = openSource(CONFIG);
const config = { file: 'aurora.config.yaml', source, outline: outlineOf(source) };

/** Lines that an addition has brought; the others are as they were. */
function lines({ splices }: Addition): string[] {
  const rest = CONFIG.split('\n');
  const brought = applySplices(CONFIG, splices)
    .split('\n')
    .filter((line) => line !== rest[0] || rest.shift() === undefined);
  expect(rest).toEqual([]);
  return brought;
}

function mistakes({ splices }: Addition): string[] {
  return inspect(applySplices(CONFIG, splices)).findings.map(({ code }) => code);
}

const domain = { name: 'order-service', kind: 'domain', fields: [] };

describe('add service', () => {
  it('gives a domain service the next port and an entity of its name', () => {
    const addition = addService(config, domain);
    expect(lines(addition)).toEqual([
      '  order-service:',
      '    kind: domain',
      '    port: 9001',
      '    entities:',
      '      Order:',
      '        fields:',
      '          name: { type: string, required: true, maxLength: 200 }',
    ]);
    expect(addition.what).toBe('service order-service on port 9001, with the entity Order (name)');
    expect(mistakes(addition)).toEqual([]);
  });

  it('gives it the entity and the fields that were asked for', () => {
    const addition = addService(config, {
      ...domain,
      port: 8005,
      entity: 'Basket',
      fields: ['code:string!', 'customer:Customer', 'scan:File'],
    });
    expect(lines(addition)).toEqual([
      '  order-service:',
      '    kind: domain',
      '    port: 8005',
      '    entities:',
      '      Basket:',
      '        fields:',
      '          code: { type: string, required: true }',
      '          customerId: { references: crm-service.Customer, embed: customer }',
      '          scanId: { references: files.File, embed: scan }',
    ]);
    expect(mistakes(addition)).toEqual([]);
  });

  it('puts one without entities on a line', () => {
    const addition = addService(config, { name: 'gateway', kind: 'gateway', port: 8004, fields: [] });
    expect(lines(addition)).toEqual(['  gateway: { kind: gateway, port: 8004 }']);
    expect(mistakes(addition)).toEqual([]);
  });

  it.each([
    [{ ...domain, name: 'files' }, 'exists', 'The service files is there already.'],
    [
      { ...domain, kind: 'config', entity: 'Order' },
      'no_entities',
      'A service of kind config has no entities, so none called Order.',
    ],
    [{ ...domain, entity: 'Order', fields: ['a:text', 'a:json'] }, 'exists', 'The field a is there already.'],
    [{ ...domain, entity: 'Order', fields: [':text'] }, 'bad_field', '":text" is no field.'],
  ])('refuses %j', (wish, code, message) => {
    expect(() => addService(config, wish)).toThrow(expect.objectContaining({ code, message }));
  });

  it('leaves mistakes to the inspection of the config', () => {
    expect(mistakes(addService(config, { ...domain, name: 'Order_Service', port: 8000 }))).toEqual([
      'bad_form',
      'duplicate_port',
    ]);
  });
});

describe('add entity', () => {
  it('writes it as its neighbours are written', () => {
    const addition = addEntity(config, {
      service: 'crm-service',
      name: 'Staff',
      plural: 'staff',
      fields: ['no:integer!,min=1'],
    });
    expect(lines(addition)).toEqual([
      '      Staff:',
      '        plural: staff',
      '        fields:',
      '          no: { type: integer, required: true, min: 1 }',
    ]);
    expect(mistakes(addition)).toEqual([]);
  });

  it.each([
    ['crm', 'A', 'no_such_service', 'The fleet has no service crm.'],
    ['files', 'A', 'no_entities', 'A service of kind file has no entities, so none called A.'],
    ['crm-service', 'Customer', 'exists', 'The entity Customer is there already.'],
  ])('refuses %s %s', (service, name, code, message) => {
    const wish = { service, name, fields: [] };
    expect(() => addEntity(config, wish)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe('add field', () => {
  const wish = { entity: 'Customer', fields: ['level:integer!'], settings: {} };

  it('takes settings as typed, for the type of each', () => {
    const addition = addField(config, {
      ...wish,
      fields: ['level:integer!', 'code:string'],
      settings: { default: '7', unique: true },
    });
    expect(lines(addition)).toEqual([
      '          level: { type: integer, required: true, unique: true, default: 7 }',
      "          code: { type: string, unique: true, default: '7' }",
    ]);
    expect(mistakes(addition)).toEqual([]);
  });

  it('takes the type from the settings where the notation has none', () => {
    const settings = { type: 'enum', values: 'gold,silver', required: false };
    const addition = addField(config, { ...wish, fields: ['rank'], settings });
    expect(lines(addition)).toEqual(['          rank: { type: enum, required: false, values: [gold, silver] }']);
    const reference = { references: 'files.File', embed: 'photo' };
    expect(lines(addField(config, { ...wish, fields: ['photoId'], settings: reference }))).toEqual([
      '          photoId: { references: files.File, embed: photo }',
    ]);
  });

  it('finds the entity by its service too, and says what was meant', () => {
    expect(lines(addField(config, { ...wish, entity: 'crm-service.Customer' }))).toHaveLength(1);
    expect(() => addField(config, { ...wish, entity: 'Custome' })).toThrow(
      expect.objectContaining({ code: 'no_such_entity', details: ['did you mean: Customer', 'There are: Customer'] }),
    );
    expect(() => addField(config, { ...wish, fields: ['name:text'] })).toThrow(
      expect.objectContaining({ code: 'exists' }),
    );
  });
});

describe('what a service and an entity say beside', () => {
  it('adds an event', () => {
    const wish = { entity: 'Customer', name: 'moved', fields: ['from:string', 'to:Customer!'] };
    expect(lines(addEvent(config, wish))).toEqual([
      '        events:',
      '          moved:',
      '            data:',
      '              from: { type: string }',
      '              toId: { references: Customer, required: true }',
    ]);
  });

  it('adds a command to an entity, and a query to a service', () => {
    const wish = { name: 'move', input: ['to:string!'], output: [] };
    expect(
      lines(
        addOperation(config, {
          ...wish,
          kind: 'command',
          of: 'Customer',
          scope: 'customers:move',
          emits: ['moved'],
        }),
      ),
    ).toEqual([
      '        commands:',
      '          move:',
      '            scope: customers:move',
      '            input:',
      '              to: { type: string, required: true }',
      '            emits: [moved]',
    ]);
    expect(
      lines(addOperation(config, { ...wish, kind: 'query', of: 'crm-service', input: [], output: ['all:integer!'] })),
    ).toEqual(['    queries:', '      move:', '        output:', '          all: { type: integer, required: true }']);
  });

  it('adds a subscriber, its events by the names of their entities', () => {
    const events = ['Customer.created', 'File.uploaded', 'files.File.deleted'];
    expect(lines(addSubscriber(config, { service: 'crm-service', name: 'greet', events }))).toEqual([
      '    subscribes:',
      '      greet: { to: [Customer.created, files.File.uploaded, files.File.deleted] }',
    ]);
  });

  it('adds an enum, and values to one', () => {
    expect(lines(addEnum(config, 'Currency', ['EUR', 'NO']))).toEqual(['enums:', '  Currency: [EUR, NO]']);
    const withEnum = openSource(`${CONFIG}enums:\n  Currency: [EUR]\n`);
    const { splices } = addEnum({ ...config, source: withEnum, outline: outlineOf(withEnum) }, 'Currency', ['USD']);
    expect(applySplices(withEnum.text, splices)).toContain('Currency: [EUR, USD]\n');
  });
});
