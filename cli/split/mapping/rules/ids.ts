import { identityOf } from '../resolve.ts';
import { targetsOf } from '../targets.ts';
import type { Rule } from './rule.ts';

/** Rows of two mappings into one entity need ids that are made of two names. */
export const ids: Rule = function* ({ mappings = {} }, fleet) {
  const targets = targetsOf(fleet);
  const seen = new Map<string, string>();
  for (const [name, mapping] of Object.entries(mappings)) {
    const { into = '' } = mapping;
    if (mapping.ids === 'kept' || targets.get(into)?.kind === 'list') continue;
    const key = `${into} ${identityOf(name, mapping)}`;
    const first = seen.get(key);
    if (first !== undefined) {
      const message = `its ids would be those of \`${first}\`: give it an \`identity\` of its own`;
      yield { path: ['mappings', name], at: 'key', code: 'same_ids', message };
    }
    seen.set(key, name);
  }
};
