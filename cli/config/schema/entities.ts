import { FIELD_TYPES } from '../fields/index.ts';
import { SCALAR_TYPES } from '../fields/scalars.ts';
import { readOnly, renamedFrom } from '../fields/shared-keys.ts';
import type { ObjectSchema, Schema } from '../json-schema.ts';
import { choice } from './choice.ts';
import { definition } from './definition.ts';
import { entityScopes } from './entity-scopes.ts';
import { entityEvents } from './events.ts';
import { list } from './list.ts';
import { nameSchema } from './name-schema.ts';
import { entityOperations } from './operations.ts';
import { seeds } from './seeds.ts';
import { referenceOrTyped, typed } from './typed.ts';

/** With the underscores of snake_case and a plural's ending it stays below PostgreSQL's 63 bytes for a name. */
const entityName = nameSchema('pascal', 40);
const memberName = nameSchema('camel', 40);

const entities: Schema = {
  title: 'Entities',
  description: 'What the service owns, by PascalCase name, each name once in the fleet.',
  type: 'object',
  propertyNames: entityName,
  additionalProperties: definition('entity'),
  minProperties: 1,
};

const entity: ObjectSchema = {
  title: 'Entity',
  description:
    'A kind of resource: a table, its commands, queries and events, and `/api/v1/<plural>`. `id`, `version`, `createdAt` and `updatedAt` come by themselves.',
  type: 'object',
  required: ['fields'],
  properties: {
    plural: {
      ...memberName,
      title: 'Plural',
      description: 'camelCase; gives the path, the table and the scopes. Absent: the regular English plural.',
      examples: ['syllabi'],
    },
    renamedFrom: {
      ...entityName,
      title: 'Renamed from',
      description:
        'What it was called before, or its rows would go with the old name: the next `aurora generate` renames its table. It may stay.',
      examples: ['Customer'],
    },
    softDelete: {
      title: 'Soft delete',
      description:
        'Whether a deletion only marks the row: no read, list or reference finds it any more, and its unique values are free again. The event is `deleted` as ever.',
      type: 'boolean',
      default: false,
    },
    audit: {
      title: 'Audit',
      description:
        'Whether resources carry `createdBy` and `updatedBy`: the subject of the token, `null` for what no caller did.',
      type: 'boolean',
      default: false,
    },
    unique: {
      title: 'Unique together',
      description:
        'Lists of fields that no two resources may have the same values of; a second one is answered with 409.',
      type: 'array',
      items: { type: 'array', items: { type: 'string' }, minItems: 1 },
      minItems: 1,
      examples: [[['bankId', 'number']]],
    },
    indexes: {
      title: 'Indexes',
      description:
        'Lists of fields that rows are found or sorted by together, `createdAt` and `updatedAt` too. References and what is unique have one already.',
      type: 'array',
      items: { type: 'array', items: { type: 'string' }, minItems: 1 },
      minItems: 1,
      examples: [[['ownerId', 'createdAt']]],
    },
    fields: {
      title: 'Fields',
      description: 'By camelCase name.',
      type: 'object',
      propertyNames: memberName,
      additionalProperties: definition('field'),
      minProperties: 1,
    },
    list,
    ...entityScopes,
    ...entityEvents,
    ...entityOperations,
    seeds: definition('seeds'),
  },
  additionalProperties: false,
};

const field = referenceOrTyped(
  'Field',
  Object.keys(FIELD_TYPES).filter((type) => type !== 'reference'),
  'Field',
);

/** A reference is known by `references`, every other type by its name. */
function ofType(type: string, { schema }: { schema: ObjectSchema }): ObjectSchema {
  if (type === 'reference') {
    return { ...schema, properties: { ...schema.properties, readOnly, renamedFrom }, additionalProperties: false };
  }
  return typed(type, schema, { ...schema.properties, readOnly, renamedFrom });
}

/** What fields have and the items of a list have not. */
const OF_FIELDS = new Set(['required', 'unique', 'default', 'readOnly', 'renamedFrom']);

/** One item of a list, with the settings that its type has as a field. */
function itemOf(type: string, of: { schema: ObjectSchema }): ObjectSchema {
  const { description: _, ...schema } = ofType(type, of);
  const properties = Object.entries(schema.properties).filter(([key]) => !OF_FIELDS.has(key));
  return { ...schema, properties: Object.fromEntries(properties) };
}

const item = choice('type', 'Type of the items', Object.keys(SCALAR_TYPES), 'Item');

export const ENTITIES: Readonly<Record<string, Schema>> = {
  entities,
  entity,
  field,
  item,
  seeds,
  ...Object.fromEntries(Object.entries(FIELD_TYPES).map(([type, of]) => [`${type}Field`, ofType(type, of)])),
  ...Object.fromEntries(Object.entries(SCALAR_TYPES).map(([type, of]) => [`${type}Item`, itemOf(type, of)])),
};
