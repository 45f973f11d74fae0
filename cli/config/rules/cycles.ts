import type { Draft } from '../draft.ts';
import { targetOf } from '../fields/reference.ts';
import { circlesIn, type Edge } from './circles.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** A service starts after those it references, so references must not lead back. Each circle is told where it closes. */
export const cycles: Rule = function* (draft) {
  for (const { path, names } of circlesIn(edgesOf(draft))) {
    yield { path, code: 'reference_cycle', message: `none of these could start first: ${names.join(' → ')}` };
  }
};

/** The first reference from each service to each other. */
function edgesOf(draft: Draft): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const entity of entitiesOf(draft)) {
    for (const { service, field, path } of fieldsOf(entity)) {
      if (field.references === undefined) continue;
      const to = targetOf(field.references, service).service;
      const known = edges.get(service) ?? [];
      if (to === service || known.some((edge) => edge.to === to)) continue;
      edges.set(service, [...known, { to, path: [...path, 'references'] }]);
    }
  }
  return edges;
}
