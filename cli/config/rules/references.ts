import type { Draft } from '../draft.ts';
import { targetOf } from '../fields/reference.ts';
import { nearest } from '../nearest.ts';
import { FILE_ENTITY } from '../reserved.ts';
import { entitiesOf, fieldsOf, type Rule, servicesOf } from './rule.ts';

/** What is referenced exists. */
export const references: Rule = function* (draft) {
  const targets = new Set(targetsOf(draft));
  const services = new Set([...servicesOf(draft)].map(({ name }) => name));
  for (const entity of entitiesOf(draft)) {
    for (const { service, field, path: of } of fieldsOf(entity)) {
      if (field.references === undefined) continue;
      const path = [...of, 'references'];
      const { service: owner, entity: referenced } = targetOf(field.references, service);
      const target = `${owner}.${referenced}`;
      if (!services.has(owner)) {
        const elsewhere = [...targets].find((target) => targetOf(target, service).entity === referenced);
        const message = `the fleet has no service \`${owner}\``;
        yield { path, code: 'unknown_service', message, suggestion: nearest(target, targets) ?? elsewhere };
      } else if (!targets.has(target)) {
        const message = `\`${owner}\` has no entity \`${referenced}\``;
        yield { path, code: 'unknown_entity', message, suggestion: nearest(target, targets) };
      }
    }
  }
};

/** Everything that can be referenced, as `<service>.<Entity>`. */
export function* targetsOf(draft: Draft): Iterable<string> {
  for (const { service, name } of entitiesOf(draft)) yield `${service}.${name}`;
  for (const { name, service } of servicesOf(draft)) if (service.kind === 'file') yield `${name}.${FILE_ENTITY}`;
}
