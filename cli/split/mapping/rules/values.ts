import type { FieldMapping } from '../contract.ts';
import { fieldOf } from '../draft.ts';
import { targetsOf } from '../targets.ts';
import type { Rule } from './rule.ts';

const ORIGINS = ['column', 'columns', 'sql', 'constant'] as const;

/** Keys of a reference: elsewhere they mean nothing. */
const OF_REFERENCES = ['to', 'onOrphan'] as const;

/** Every value comes from one place, and no key stands where it means nothing. */
export const values: Rule = function* ({ mappings = {} }, fleet) {
  const targets = targetsOf(fleet);
  for (const [name, { into = '', fields = {} }] of Object.entries(mappings)) {
    const target = targets.get(into);
    for (const [field, written] of Object.entries(fields)) {
      const value: FieldMapping = fieldOf(written);
      const path = ['mappings', name, 'fields', field];
      const origins = ORIGINS.filter((origin) => value[origin] !== undefined);
      if (origins.length !== 1) {
        const found = origins.length === 0 ? 'nothing' : origins.join(' and ');
        const message = `\`${field}\` comes from one of ${ORIGINS.join(', ')}, not from ${found}`;
        yield { path, at: 'key', code: 'ambiguous_source', message };
      }
      if (value.otherwise !== undefined && value.values === undefined) {
        const message = '`otherwise` is for what `values` do not list';
        yield { path: [...path, 'otherwise'], at: 'key', code: 'no_effect', message };
      }
      if (!target || isReference(target, field)) continue;
      for (const key of OF_REFERENCES) {
        if (value[key] === undefined) continue;
        const message = `\`${field}\` is no reference`;
        yield { path: [...path, key], at: 'key', code: 'no_effect', message };
      }
    }
  }

  function isReference(target: NonNullable<ReturnType<typeof targets.get>>, field: string): boolean {
    if (target.kind === 'list') return field !== 'position';
    if (target.kind === 'files') return false;
    return target.entity.fields.some(({ name, type }) => name === field && type === 'reference');
  }
};
