import { FIELD_TYPES } from '../fields/index.ts';
import type { ObjectSchema, Schema } from '../json-schema.ts';
import { definition } from './definition.ts';
import { emits } from './events.ts';
import { nameSchema } from './name-schema.ts';
import { referenceOrTyped, typed } from './typed.ts';

const memberName = nameSchema('camel', 40);

/** What a field says of its column, or of the resource that it stands in: a value that is only passed has neither. */
const OF_STORED = new Set(['unique', 'readOnly', 'embed', 'onDelete', 'inverse', 'many', 'renamedFrom']);

/** Where values are passed: `<type><suffix>` is the type there. */
const PLACES = {
  Value: { title: 'Input', without: new Set<string>(), types: () => true },
  // A URL holds texts, and neither lists nor objects.
  Parameter: { title: 'Parameter', without: new Set<string>(), types: (type: string) => !/^(json|array)$/.test(type) },
  // Who gives a value gives it whole.
  Result: { title: 'Result', without: new Set(['default']), types: () => true },
} as const;

function ofPlace(suffix: keyof typeof PLACES): Record<string, Schema> {
  const { title, without, types } = PLACES[suffix];
  const names = Object.keys(FIELD_TYPES).filter((type) => type !== 'reference' && types(type));
  const isKept = ([key]: [string, Schema]) => !OF_STORED.has(key) && !without.has(key);
  const ofTypes = names.map((type) => {
    const { schema }: { schema: ObjectSchema } = FIELD_TYPES[type as keyof typeof FIELD_TYPES];
    const properties = Object.fromEntries(Object.entries(schema.properties).filter(isKept));
    return [`${type}${suffix}`, typed(type, schema, properties)];
  });
  const { references, required } = FIELD_TYPES.reference.schema.properties;
  const reference = {
    type: 'object',
    required: ['references'],
    properties: { ...(references && { references }), ...(required && { required }) },
    additionalProperties: false,
  };
  const any = referenceOrTyped(title, names, suffix);
  return { [suffix.toLowerCase()]: any, [`reference${suffix}`]: reference, ...Object.fromEntries(ofTypes) };
}

const mapping = (title: string, description: string, of: string): Schema => ({
  title,
  description,
  type: 'object',
  propertyNames: memberName,
  additionalProperties: definition(of),
});

export const scope: Schema = {
  title: 'Scope',
  description: 'What a token must grant.',
  type: 'string',
  pattern: '^[a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)+$',
  patternErrorMessage: 'words in kebab-case joined by colons: `accounts:transfer`',
  maxLength: 100,
  examples: ['accounts:transfer'],
};

const summary: Schema = {
  title: 'Summary',
  description: 'What it does, in a few words, for its document. Absent: its name.',
  type: 'string',
  pattern: '^[^\\p{Cc}|]+$',
  patternErrorMessage: 'one line of text, without `|`',
  maxLength: 120,
  examples: ['Move money to another account'],
};

const of = (absent: string): Schema => ({ ...scope, description: `What a token must grant. Absent: \`${absent}\`.` });

/** @param answer what is answered where the command has no output */
const command = (title: string, path: string, absent: string, answer: string): ObjectSchema => ({
  title,
  description: `\`POST ${path}\`: one transaction, with an owned handler.`,
  type: 'object',
  properties: {
    summary,
    scope: of(absent),
    input: mapping('Input', 'Values of the body, by name; fields without a column.', 'value'),
    output: mapping('Output', `Values of the answer, by name. Absent: ${answer}.`, 'result'),
  },
  additionalProperties: false,
});

const withEmits = (schema: ObjectSchema): ObjectSchema => ({
  ...schema,
  properties: { ...schema.properties, emits },
});

const query = (title: string, path: string, absent: string): ObjectSchema => ({
  title,
  description: `\`GET ${path}\`: reads, with an owned handler.`,
  type: 'object',
  required: ['output'],
  properties: {
    summary,
    scope: of(absent),
    input: mapping('Input', 'Values of the query string, by name; fields without a column.', 'parameter'),
    output: { ...mapping('Output', 'Values of the answer, by name.', 'result'), minProperties: 1 },
  },
  additionalProperties: false,
});

export const OPERATIONS: Readonly<Record<string, Schema>> = {
  ...ofPlace('Value'),
  ...ofPlace('Parameter'),
  ...ofPlace('Result'),
  entityCommand: withEmits(
    command('Command of an entity', '/api/v1/<plural>/:id/<name>', '<plural>:write', 'the resource'),
  ),
  entityQuery: query('Query of an entity', '/api/v1/<plural>/:id/<name>', '<plural>:read'),
  serviceCommand: command('Command of a service', '/api/v1/<name>', '<service>:write', 'nothing, with 204'),
  serviceQuery: query('Query of a service', '/api/v1/<name>', '<service>:read'),
};

/** Keys of an entity. */
export const entityOperations = {
  commands: mapping('Commands', 'What can be done with one beside changing its fields, by name.', 'entityCommand'),
  queries: mapping('Queries', 'What can be asked of one beside its fields, by name.', 'entityQuery'),
} as const;

/** Keys of a domain service. */
export const serviceOperations = {
  commands: mapping('Commands', 'What it does that belongs to no single resource, by name.', 'serviceCommand'),
  queries: mapping('Queries', 'What it tells that belongs to no single resource, by name.', 'serviceQuery'),
} as const;
