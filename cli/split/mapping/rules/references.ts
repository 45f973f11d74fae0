import { type Draft, fieldOf } from '../draft.ts';
import { targetsOf } from '../targets.ts';
import type { Rule } from './rule.ts';

/** What a reference leads to must be made by one mapping, which says how its ids are made. */
export const references: Rule = function* (draft, fleet) {
  const targets = targetsOf(fleet);
  for (const [name, { into = '', fields = {} }] of Object.entries(draft.mappings ?? {})) {
    const target = targets.get(into);
    if (!target || target.kind === 'files') continue;
    for (const [field, written] of Object.entries(fields)) {
      const leads = entityBehind(field);
      if (leads === undefined) continue;
      const path = ['mappings', name, 'fields', field];
      const { to, constant, onOrphan } = fieldOf(written);
      if (onOrphan === 'quarantine' && isInCircle(field)) {
        const message = 'in a circle of several entities, what leads nowhere becomes null';
        yield { path: [...path, 'onOrphan'], code: 'no_effect', message, suggestion: 'nullify' };
      }
      if (constant !== undefined) continue;
      const makers = makersOf(draft, leads);
      if (to !== undefined && !makers.includes(to)) {
        const message = `no mapping \`${to}\` makes \`${leads}\`${makers.length > 0 ? `, only ${makers.join(', ')}` : ''}`;
        yield { path: [...path, 'to'], code: 'unknown_mapping', message, suggestion: makers[0] };
      } else if (to === undefined && makers.length === 0) {
        yield { path, at: 'key', code: 'missing_mapping', message: `no mapping makes \`${leads}\`` };
      } else if (to === undefined && makers.length > 1) {
        const message = `${makers.join(' and ')} make \`${leads}\`: say which by \`to\``;
        yield { path, at: 'key', code: 'ambiguous_reference', message };
      }
    }

    function isInCircle(field: string): boolean {
      if (target?.kind !== 'entity') return false;
      const found = target.entity.fields.find(({ name }) => name === field);
      return found?.type === 'reference' && found.circular === true && !found.required;
    }

    function entityBehind(field: string): string | undefined {
      if (!target || target.kind === 'files') return undefined;
      if (target.kind === 'list' && field === 'owner') return `${target.service}.${target.entity.name}`;
      const found =
        target.kind === 'list' && field === 'item'
          ? target.field
          : target.entity.fields.find(({ name }) => target.kind === 'entity' && name === field);
      return found?.type === 'reference' ? `${found.service}.${found.entity}` : undefined;
    }
  }
};

function makersOf({ mappings = {} }: Draft, entity: string): string[] {
  return Object.entries(mappings).flatMap(([name, { into }]) => (into === entity ? [name] : []));
}
