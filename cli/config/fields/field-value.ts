import type { FieldConfig } from '../draft.ts';
import type { Schema } from '../json-schema.ts';
import type { Path } from '../mistake.ts';
import { fieldTypeOf } from './index.ts';
import { jsonType } from './json-type.ts';

export interface ValueMistake {
  /** Within the value. */
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Why a field cannot have a value: whatever would keep it from being the field's default. No reference, for it has none. */
export function* valueMistakes(field: FieldConfig, value: unknown): Iterable<ValueMistake> {
  const type = fieldTypeOf(field);
  const schema = type?.schema.properties.default;
  // A type without defaults takes anything.
  if (!type || !schema) return;
  const wanted = typeMistake(schema, value);
  if (wanted !== undefined) {
    yield { path: [], message: wanted };
    return;
  }
  for (const { path, message, suggestion } of type.check?.({ ...field, default: value }, FREE) ?? []) {
    if (path[0] !== 'default') continue;
    yield { path: path.slice(1), message: message.replace(/^the default/, 'the value'), suggestion };
  }
}

const FREE = { required: false, unique: false };

function typeMistake({ type, minimum = -Infinity, maximum = Infinity }: Schema, value: unknown): string | undefined {
  const actual = jsonType(value);
  if (type !== actual) {
    const hint = type === 'string' && actual !== 'object' && actual !== 'array' ? ': write it in quotes' : '';
    return `the field takes ${WORDS[String(type)] ?? type}, not ${WORDS[actual] ?? actual}${hint}`;
  }
  const isOutside = typeof value === 'number' && (value < minimum || value > maximum);
  return isOutside ? `the field takes ${minimum} to ${maximum}, not ${value}` : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number with a fraction',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a mapping',
};
