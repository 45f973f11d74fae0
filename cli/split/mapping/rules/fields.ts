import type { Field } from '../../../config/model.ts';
import { nearest } from '../../../config/nearest.ts';
import { FILE_FIELDS, LIST_FIELDS, ownFields, systemFields, type Target } from '../contract.ts';
import { targetsOf } from '../targets.ts';
import type { Rule } from './rule.ts';

/** Fields must be there, and those that need a value must get one. */
export const fields: Rule = function* ({ mappings = {} }, fleet) {
  const targets = targetsOf(fleet);
  for (const [name, { into = '', fields: given }] of Object.entries(mappings)) {
    const target = targets.get(into);
    if (!target || !given) continue;
    const { known, needed } = fieldsOf(target);
    const path = ['mappings', name, 'fields'];
    for (const field of Object.keys(given)) {
      if (known.includes(field)) continue;
      const suggestion = nearest(field, known);
      const message = `\`${into}\` has no \`${field}\`${suggestion ? '' : `, only ${known.join(', ')}`}`;
      yield { path: [...path, field], at: 'key', code: 'unknown_field', message, suggestion };
    }
    if (target.kind === 'files' && !given.content && !given.path) {
      yield { path, at: 'key', code: 'missing_field', message: 'a file needs `content` or `path`' };
    }
    const missing = needed.filter((field) => !Object.hasOwn(given, field));
    if (missing.length === 0) continue;
    const message = `\`${into}\` needs ${missing.map((field) => `\`${field}\``).join(', ')}`;
    yield { path, at: 'key', code: 'missing_field', message };
  }
};

function fieldsOf(target: Target): { known: readonly string[]; needed: readonly string[] } {
  if (target.kind === 'list') return { known: LIST_FIELDS, needed: ['owner', 'item'] };
  if (target.kind === 'files') return { known: FILE_FIELDS, needed: ['name'] };
  const own = ownFields(target.entity);
  return {
    known: [...own.map(({ name }) => name), ...systemFields(target.entity)],
    needed: own.filter((field) => field.required && !hasDefault(field)).map(({ name }) => name),
  };
}

const hasDefault = (field: Field): boolean => 'default' in field && field.default !== undefined;
