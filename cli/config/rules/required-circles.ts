import type { Draft } from '../draft.ts';
import { targetOf } from '../fields/reference.ts';
import { circlesIn, type Edge } from './circles.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** Inside a service entities may refer to each other in circles, unless all must: then nothing could be the first. */
export const requiredCircles: Rule = function* (draft) {
  for (const { path, names } of circlesIn(edgesOf(draft))) {
    const message = `none of these could get its first row: ${names.join(' → ')}; make one of the references optional`;
    yield { path, code: 'required_circle', message };
  }
};

/** By the entity's name, which is the only one in the fleet. */
function edgesOf(draft: Draft): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const entity of entitiesOf(draft)) {
    for (const { service, field, path } of fieldsOf(entity)) {
      if (field.references === undefined || field.required !== true) continue;
      const { service: owner, entity: to } = targetOf(field.references, service);
      if (owner !== service) continue;
      edges.set(entity.name, [...(edges.get(entity.name) ?? []), { to, path: [...path, 'references'] }]);
    }
  }
  return edges;
}
