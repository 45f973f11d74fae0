import { mapKeyword, type Schema } from './json-schema.ts';
import { CONFIG_SCHEMA } from './schema.ts';

/** The JSON Schema that editors check the file with as it is typed: a variable may stand for any single value. */
export function editorSchema(): Schema {
  const { $defs, ...root } = admitVariables(CONFIG_SCHEMA);
  return { ...root, $defs: { ...$defs, variable: VARIABLE } };
}

const VARIABLE: Schema = {
  title: 'Variable',
  description: '`${NAME}`, or `${NAME:-default}` where it may be unset.',
  type: 'string',
  pattern: '\\$\\{',
};

/** They decide which other keys there may be, which an editor cannot follow into the environment. */
const DECISIVE = new Set(['version', 'kind', 'type']);

function admitVariables(schema: Schema, name?: string): Schema {
  const { title, description, default: value, examples, ...rest } = schema;
  const notes = { title, description, default: value, examples };
  const isClosed = rest.enum || rest.pattern || rest.type === 'integer' || rest.type === 'boolean';
  if (name !== undefined && isClosed && !DECISIVE.has(name)) {
    return { ...dropUndefined(notes), anyOf: [rest, { $ref: '#/$defs/variable' }] };
  }
  const mapped = Object.entries(schema).map(([keyword, of]) => [keyword, mapKeyword(keyword, of, admitVariables)]);
  return Object.fromEntries(mapped);
}

function dropUndefined(notes: Schema): Schema {
  return Object.fromEntries(Object.entries(notes).filter(([, value]) => value !== undefined));
}
