import { describe, expect, it } from '@jest/globals';
import { parseField } from '../../../cli/edit/notation.ts';

const around = {
  reference: (entity: string) => (entity === 'Customer' ? 'crm-service.Customer' : entity),
  isEnum: (name: string) => name === 'Currency',
  embeds: true,
};

describe('the notation of fields', () => {
  it.each([
    ['note:text', 'note', { type: 'text' }],
    ['code:string!', 'code', { type: 'string', required: true }],
    ['code:string,maxLength=8,unique', 'code', { type: 'string', unique: true, maxLength: 8 }],
    [
      'code:string!,pattern=^[a-z]{1,3}$,maxLength=3',
      'code',
      { type: 'string', required: true, pattern: '^[a-z]{1,3}$', maxLength: 3 },
    ],
    ['total:decimal,scale=3,readOnly', 'total', { type: 'decimal', scale: 3, readOnly: true }],
    ['code:string,default=7', 'code', { type: 'string', default: '7' }],
    ['paid:boolean,default=false', 'paid', { type: 'boolean', default: false }],
    ['level:integer,min=0,max=many', 'level', { type: 'integer', min: 0, max: 'many' }],
    [
      'status:enum,values=draft|in print,default=draft',
      'status',
      { type: 'enum', values: ['draft', 'in print'], default: 'draft' },
    ],
    ['tags:string[]', 'tags', { type: 'array', of: 'string' }],
    ['currency:Currency', 'currency', { type: 'enum', enum: 'Currency' }],
    ['customer:Customer!', 'customerId', { references: 'crm-service.Customer', required: true, embed: 'customer' }],
    [
      'customer:crm-service.Customer,onDelete=nullify',
      'customerId',
      { references: 'crm-service.Customer', embed: 'customer', onDelete: 'nullify' },
    ],
    ['buyerId:Customer', 'buyerId', { references: 'crm-service.Customer' }],
    ['labels:Tag[]', 'labelIds', { references: 'Tag', many: true, embed: 'labels' }],
    ['what:unheard,of=5', 'what', { type: 'unheard', of: 5 }],
    ['bare', 'bare', {}],
  ])('%s', (notation, name, field) => {
    const parsed = parseField(notation, around);
    expect(parsed).toEqual({ name, field });
    expect(Object.keys(parsed.field)).toEqual(Object.keys(field));
  });

  it('embeds nothing in inputs and events', () => {
    expect(parseField('to:Customer!', { ...around, embeds: false })).toEqual({
      name: 'toId',
      field: { references: 'crm-service.Customer', required: true },
    });
  });

  it.each(['', ':text', 'a b:text', 'a:', 'a:!'])('refuses %j', (notation) => {
    expect(() => parseField(notation, around)).toThrow(expect.objectContaining({ code: 'bad_field' }));
  });
});
