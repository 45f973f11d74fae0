/** The one annotated source of aurora.split.yaml: `npm run config:build` makes the validator and the schema for editors from it. */
import type { ObjectSchema, Schema } from '../../config/json-schema.ts';

const column: Schema = { title: 'Column', description: 'A column of the source.', type: 'string', minLength: 1 };
const columns: Schema = { type: 'array', items: column, minItems: 1 };
const reason: Schema = { title: 'Reason', description: 'Why it is left out.', type: 'string', minLength: 1 };
const sql = (title: string, description: string, examples: readonly string[]): Schema => {
  return { title, description, type: 'string', minLength: 1, examples };
};

/** A list, or for short its one entry. */
const oneOrMore = (title: string, description: string, examples: readonly unknown[]): Schema => {
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  return { title, description, examples, if: { type: 'array' }, then: columns, else: column };
};

const field: ObjectSchema = {
  title: 'Field',
  description: 'Where a value comes from, and what is done to it, in the order of the keys below.',
  type: 'object',
  properties: {
    column,
    columns: {
      title: 'Columns',
      description: 'Several columns: their texts are joined by `join`; of a reference, a key of several columns.',
      ...columns,
    },
    sql: sql('Expression', 'An SQL expression that the old database evaluates for each row.', ['lower(email)']),
    constant: { title: 'Constant', description: 'The same text for every row.', type: 'string' },
    encoding: {
      title: 'Encoding',
      description: 'What the bytes of a column of bytes are a text in.',
      type: 'string',
      enum: ['utf-8', 'latin1', 'windows-1252'],
    },
    join: {
      title: 'Join',
      description: 'What stands between the texts of `columns`; those that are null or empty are left out.',
      type: 'string',
    },
    split: {
      title: 'Split',
      description: 'Takes one part of a text; a part that is not there is null.',
      type: 'object',
      required: ['by', 'part'],
      properties: {
        by: { title: 'By', description: 'What stands between the parts.', type: 'string', minLength: 1 },
        part: {
          title: 'Part',
          description: 'Which one, from 1; below 0 from the end.',
          type: 'integer',
          minimum: -100,
          maximum: 100,
        },
      },
      additionalProperties: false,
    },
    trim: { title: 'Trim', description: 'Whether blanks at both ends go.', type: 'boolean' },
    case: {
      title: 'Case',
      description: 'What letters become.',
      type: 'string',
      enum: ['lower', 'upper'],
    },
    nulls: {
      title: 'Nulls',
      description: 'Texts that stand for nothing.',
      type: 'array',
      items: { type: 'string' },
      examples: [['', 'n/a', '0000-00-00']],
    },
    values: {
      title: 'Values',
      description:
        'What the source’s values become; rows with one that is not listed do not fit, unless there is `otherwise`.',
      type: 'object',
      additionalProperties: { title: 'Value', description: 'The new value.', type: 'string' },
      minProperties: 1,
      examples: [{ A: 'active', D: 'done' }],
    },
    otherwise: { title: 'Otherwise', description: 'What all values that are not listed become.', type: 'string' },
    format: {
      title: 'Format',
      description:
        'How a date or a time is written: `YYYY`, `MM`, `DD`, `HH`, `mm`, `ss`, `SSS` and what stands between them; `unix` or `unix-ms` for a number.',
      type: 'string',
      minLength: 1,
      examples: ['DD.MM.YYYY HH:mm', 'unix'],
    },
    cut: {
      title: 'Cut',
      description: 'Whether texts that are too long are cut, instead of not fitting.',
      type: 'boolean',
    },
    default: { title: 'Default', description: 'What null becomes.', type: 'string' },
    to: {
      title: 'To',
      description: 'Of a reference: the mapping whose rows it leads to. Needed where several make the same entity.',
      type: 'string',
    },
    onOrphan: {
      title: 'On orphan',
      description:
        'What becomes of a reference that leads to no row that was migrated. Absent: `quarantine`, in a circle of references `nullify`.',
      type: 'string',
      enum: ['quarantine', 'nullify'],
      enumDescriptions: ['the row does not fit, nor does what refers to it', 'the reference becomes null'],
    },
  },
  additionalProperties: false,
};

const mapping: ObjectSchema = {
  title: 'Mapping',
  description: 'Rows of a table or a query of the old database that become rows of one table of a service.',
  type: 'object',
  required: ['into', 'fields'],
  properties: {
    into: {
      title: 'Into',
      description: 'The entity, as `service.Entity`; or a list of ids of it, as `service.Entity.field`.',
      type: 'string',
      pattern: '^[a-z][a-z0-9-]*\\.[A-Z][A-Za-z0-9]*(?:\\.[a-z][A-Za-z0-9]*)?$',
      patternErrorMessage: '`service.Entity` or, for a list of ids, `service.Entity.field`',
      examples: ['subject-service.Subject'],
    },
    from: { ...column, title: 'From', description: 'The table. Absent: the mapping’s name, unless there is `sql`.' },
    sql: sql('Query', 'A query whose rows are taken instead of a table’s. It needs `key`, and `reads`.', [
      'SELECT p.*, a.city FROM people p LEFT JOIN addresses a ON a.person_id = p.id',
    ]),
    reads: oneOrMore('Reads', 'The tables that `sql` reads.', [['people', 'addresses']]),
    where: sql('Where', 'An SQL condition: rows for which it is not true are left out, and counted.', ['deleted = 0']),
    key: oneOrMore('Key', 'What tells rows apart. Absent: the primary key of the table.', ['id', ['order_id', 'line']]),
    ids: {
      title: 'Ids',
      description: 'Where ids come from.',
      type: 'string',
      enum: ['made', 'kept'],
      enumDescriptions: ['computed from the table and the key, the same in each run', 'the key is a UUID and stays'],
      default: 'made',
    },
    identity: {
      title: 'Identity',
      description:
        'The name that ids are made of, with the key. Absent: the table; with `sql` the mapping’s name. Needed where a table is mapped into the same entity twice.',
      type: 'string',
      minLength: 1,
      maxLength: 100,
    },
    foldKeys: {
      title: 'Fold keys',
      description:
        'Whether keys of text, and references to them, differ by neither case nor blanks at their end, as in most databases of MySQL.',
      type: 'boolean',
      default: false,
    },
    fields: {
      title: 'Fields',
      description:
        'By name of the field: a column for short, or where the value comes from. Beside the entity’s own: `createdAt`, `updatedAt`, `version`, `createdBy`, `updatedBy`, `deletedAt`. Of a list: `owner`, `item`, `position`. Of a file: `name`, `contentType`, and `content` (its bytes) or `path` (where they lie, below the folder `--files`).',
      type: 'object',
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
      additionalProperties: { if: { type: 'object' }, then: { $ref: '#/$defs/field' }, else: column },
      minProperties: 1,
    },
    ignore: {
      title: 'Ignored columns',
      description: 'Columns of the table that are left out, each with its reason.',
      type: 'object',
      additionalProperties: reason,
    },
  },
  additionalProperties: false,
};

export const SPLIT_SCHEMA: ObjectSchema & { readonly $defs: Readonly<Record<string, ObjectSchema>> } = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Aurora split',
  description: 'aurora.split.yaml: how `aurora migrate split` takes an old database apart into those of the services.',
  type: 'object',
  required: ['version', 'mappings'],
  properties: {
    version: { const: 1, title: 'Version', description: 'The version of the mapping’s language: `1`.' },
    source: {
      title: 'Source',
      description: 'What cannot be seen of the old database. Its URL is given by `--from` or AURORA_SPLIT_URL.',
      type: 'object',
      properties: {
        schema: {
          title: 'Schema',
          description: 'The schema of the tables, on PostgreSQL.',
          type: 'string',
          minLength: 1,
          default: 'public',
        },
        timezone: {
          title: 'Time zone',
          description: 'What times without a zone are in.',
          type: 'string',
          pattern: '^(?:UTC|[+-][01]\\d:[0-5]\\d)$',
          patternErrorMessage: '`UTC` or an offset such as `+02:00`',
          default: 'UTC',
        },
      },
      additionalProperties: false,
    },
    mappings: {
      title: 'Mappings',
      description: 'By a name of their own, as a rule the table’s.',
      type: 'object',
      propertyNames: { type: 'string', minLength: 1, maxLength: 100 },
      additionalProperties: { $ref: '#/$defs/mapping' },
      minProperties: 1,
    },
    ignore: {
      title: 'Ignored tables',
      description: 'Tables that are left out, each with its reason.',
      type: 'object',
      additionalProperties: reason,
    },
  },
  additionalProperties: false,
  $defs: { mapping, field },
};
