import type { FieldConfig } from '../draft.ts';
import { UNIQUE_MAX_LENGTH } from '../fields/shared-keys.ts';
import type { Mistake } from '../mistake.ts';
import { nearest } from '../nearest.ts';
import { AUDIT_FIELDS, RESOURCE_FIELDS } from '../reserved.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** Types whose values no index holds, or not as one value. */
const LOOSE = new Set<unknown>(['text', 'json', 'array']);
/** Of the types that are texts, characters unless told otherwise. */
const LENGTHS: Readonly<Record<string, number>> = { string: 255, email: 254, url: 2048 };

/** What is unique or indexed together is there, once, and short enough. */
export const composites: Rule = function* (draft) {
  for (const place of entitiesOf(draft)) {
    const { unique = [], indexes = [], audit } = place.entity;
    const fields = new Map([...fieldsOf(place)].map(({ name, field }) => [name, field]));
    const others = [...RESOURCE_FIELDS, ...(audit ? AUDIT_FIELDS : [])];
    for (const [index, names] of unique.entries()) {
      yield* mistakesIn(names, fields, [], [...place.path, 'unique', String(index)]);
    }
    for (const [index, names] of indexes.entries()) {
      yield* mistakesIn(names, fields, others, [...place.path, 'indexes', String(index)]);
    }
  }
};

function* mistakesIn(
  names: readonly string[],
  fields: ReadonlyMap<string, FieldConfig>,
  others: readonly string[],
  path: string[],
): Iterable<Mistake> {
  let length = 0;
  for (const [index, name] of names.entries()) {
    const at = [...path, String(index)];
    const field = fields.get(name);
    if (names.indexOf(name) < index) {
      yield { path: at, code: 'duplicate_value', message: `\`${name}\` is listed twice` };
    } else if (field && (LOOSE.has(field.type) || field.many === true)) {
      const message = `\`${name}\` cannot be indexed: it is ${field.many === true ? 'a list' : `of type ${field.type}`}`;
      yield { path: at, code: 'not_indexable', message };
    } else if (!field && !others.includes(name)) {
      const suggestion = nearest(name, [...fields.keys(), ...others]);
      yield { path: at, code: 'unknown_field', message: `the entity has no field \`${name}\``, suggestion };
    }
    const unlessTold = LENGTHS[field?.type ?? ''] ?? 0;
    if (field && unlessTold > 0) length += typeof field.maxLength === 'number' ? field.maxLength : unlessTold;
  }
  if (length > UNIQUE_MAX_LENGTH) {
    const message = `databases index strings up to ${UNIQUE_MAX_LENGTH} characters together, not ${length}`;
    yield { path, code: 'unique_too_long', message };
  }
}
