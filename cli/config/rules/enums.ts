import type { Draft, FieldConfig } from '../draft.ts';
import { enumLabels } from '../fields/enum-values.ts';
import type { Mistake } from '../mistake.ts';
import { nearest } from '../nearest.ts';
import { LANGUAGE_TYPES } from '../reserved.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** Shared enums, and the fields that name them. */
export const enums: Rule = function* (draft) {
  const entities = new Set([...entitiesOf(draft)].map(({ name }) => name));
  for (const [name, values] of Object.entries(draft.enums ?? {})) {
    const path = ['enums', name];
    if (LANGUAGE_TYPES.has(name)) {
      yield { path, at: 'key', code: 'reserved_name', message: `\`${name}\` means something to JavaScript` };
    } else if (entities.has(name)) {
      yield { path, at: 'key', code: 'reserved_name', message: `\`${name}\` is an entity` };
    }
    yield* enumLabels(values, path);
  }
  for (const entity of entitiesOf(draft)) {
    for (const { field, path } of fieldsOf(entity)) yield* checkEnum(field, path, draft);
  }
};

/** Of a field of any type, as far as it names a shared enum. */
export function* checkEnum(field: FieldConfig, path: string[], draft: Draft): Iterable<Mistake> {
  if (field.type === 'enum') yield* named(field, path, draft);
  const { of } = field;
  if (field.type === 'array' && isEnum(of)) yield* named(of, [...path, 'of'], draft);
}

function isEnum(of: unknown): of is FieldConfig {
  return Object(of).type === 'enum';
}

function* named(field: FieldConfig, path: string[], { enums = {} }: Draft): Iterable<Mistake> {
  const { values, enum: name, default: value } = field;
  if (name === undefined) return;
  if (values !== undefined) {
    const message = 'an enum has `values` of its own or those of `enum`, not both';
    yield { path: [...path, 'values'], at: 'key', code: 'unknown_key', message };
  }
  const shared = Object.hasOwn(enums, String(name)) ? enums[String(name)] : undefined;
  if (shared === undefined) {
    const suggestion = nearest(String(name), Object.keys(enums));
    const message = `there is no enum \`${name}\` under \`enums\``;
    yield { path: [...path, 'enum'], code: 'unknown_enum', message, suggestion };
  } else if (typeof value === 'string' && !shared.includes(value)) {
    const suggestion = nearest(value, shared);
    yield {
      path: [...path, 'default'],
      code: 'bad_default',
      message: `\`${value}\` is none of the values`,
      suggestion,
    };
  }
}
