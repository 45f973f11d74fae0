import { fieldsOf, fleetOf, indent } from './inspect.ts';
import type { Case } from './mistakes.cases.ts';

/** A domain service `orders` with these entities. */
function entitiesOf(entities: string, rest = ''): string {
  return fleetOf(`orders:\n  kind: domain\n  port: 8001\n  entities:\n${indent(entities, 4)}`, rest);
}

const fields = 'fields: { name: { type: string } }';
const onMariadb = 'infrastructure: { database: { engine: mariadb } }\n';
const many = (count: number, field: string) => Array.from({ length: count }, (_, n) => `f${n}: ${field}`).join('\n');
const wide = (fields: string) => entitiesOf(`Wide:\n  ▸fields:\n${indent(fields, 4)}`, onMariadb);

/** What only a nasty config gets wrong; what it gets right is in test/templates/nasty.test.ts. */
export const NASTY: readonly Case[] = [
  // names that come to the same
  {
    title: 'the page of one entity',
    code: 'type_taken',
    yaml: entitiesOf(`Order: { ${fields} }\n▸OrderPage: { ${fields} }`),
    message: '`OrderPage` for `Order`',
  },
  {
    title: 'a new one of the entity after it',
    code: 'type_taken',
    yaml: entitiesOf(`NewOrder: { ${fields} }\n▸Order: { ${fields} }\nOrderLine: { ${fields} }`),
    message: '`NewOrder` for `NewOrder`',
  },
  {
    title: 'two ways to write one entity, with a plural of its own',
    code: 'type_taken',
    yaml: entitiesOf(`APIKey: { ${fields} }\n▸ApiKey: { plural: keys, ${fields} }`),
    message: '`apiKey` for `APIKey`',
  },
  {
    title: 'plurals that meet',
    code: 'path_taken',
    yaml: entitiesOf(
      `Category: { ${fields} }\n▸Categorie: { ${fields} }\nAxis: { plural: axes, ${fields} }\n▸Axe: { ${fields} }`,
    ),
  },
  {
    title: 'the plural of one that is another',
    code: 'path_taken',
    yaml: entitiesOf(`Data: { plural: data, ${fields} }\nDatum: { plural: ▸data, ${fields} }`),
    message: '`Data`’s already',
  },
  {
    title: 'a resource’s own column in other letters',
    code: 'duplicate_column',
    yaml: fieldsOf('▸createdAT: { type: text }\n▸updatedAT: { type: text }'),
    message: '`created_at`',
  },
  {
    title: 'the database login of another service',
    code: 'reserved_name',
    yaml: fleetOf(
      `pet: { kind: domain, port: 8001, entities: { Pet: { ${fields} } } }\n▸pet-owner: { kind: domain, port: 8002, entities: { Owner: { ${fields} } } }`,
    ),
    suggestion: 'pet-owner-service',
  },
  {
    title: 'the other place of another service',
    code: 'reserved_name',
    yaml: fleetOf(
      `pet: { kind: domain, port: 8001, entities: { Pet: { ${fields} } } }\n▸pet-green: { kind: domain, port: 8002, entities: { Owner: { ${fields} } } }`,
    ),
    suggestion: 'pet-green-service',
  },
  {
    title: 'an index like the table of another entity',
    code: 'database_name_taken',
    yaml: fleetOf(
      `crm: { kind: domain, port: 8002, entities: { Person: { ${fields} } } }\norders:\n  kind: domain\n  port: 8001\n  entities:\n    Order: { fields: { ▸lines: { references: crm.Person } } }\n    OrdersLine: { ${fields} }`,
    ),
    message: '`orders_lines`, which is the table of `OrdersLine`',
  },
  {
    title: 'types of enums that PostgreSQL cuts to the same',
    code: 'database_name_taken',
    yaml: entitiesOf(
      `ProductCategoryTranslationRevisionDraft:\n  fields:\n    stateOfTheTranslation: { type: enum, values: [a] }\n    ▸stateOfTheTransfer: { type: enum, values: [a] }`,
    ),
    message: 'ProductCategoryTranslationRevisionDraft.stateOfTheTranslation',
  },

  // values
  {
    title: 'spaces at its ends, which MySQL takes away',
    code: 'bad_form',
    yaml: fieldsOf("a: { type: enum, values: [▸'a ', ▸' a', ▸' '] }"),
    message: 'no space at its ends',
  },
  {
    title: 'more bytes than a label of PostgreSQL has',
    code: 'bad_form',
    yaml: fieldsOf(`a: { type: enum, values: [${'é'.repeat(31)}, ▸${'é'.repeat(32)}, ▸${'😀'.repeat(16)}] }`),
    message: '64',
  },
  {
    title: 'empty where it is required',
    code: 'bad_default',
    yaml: fieldsOf(
      "a: { type: string, required: true, default: ▸'' }\nb: { type: text, required: true, default: ▸'' }",
    ),
  },
  {
    title: 'a pattern that its lengths contradict',
    code: 'pattern_unmatched',
    yaml: fieldsOf(
      "a: { type: string, pattern: ▸'^\\d{10}$', maxLength: 9 }\nb: { type: string, pattern: ▸'^(?!x)x$' }",
    ),
    message: '0 to 9 characters',
  },

  // what MySQL and MariaDB cannot keep
  {
    title: 'long strings',
    code: 'row_too_large',
    yaml: wide(many(2, '{ type: string, maxLength: 10000 }')),
    message: 'make the longest ones `text`',
  },
  {
    title: 'many short strings',
    code: 'row_too_large',
    yaml: wide(many(40, '{ type: string, maxLength: 60 }')),
    message: '`maxLength` of 64',
  },
  {
    title: 'many unique fields',
    code: 'row_too_large',
    yaml: wide(many(64, '{ type: integer, unique: true }')),
    message: '64 keys',
  },
];
