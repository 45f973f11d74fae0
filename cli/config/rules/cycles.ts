import type { Draft } from '../draft.ts';
import { targetOf } from '../fields/reference.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

interface Edge {
  readonly to: string;
  readonly path: string[];
}

/** A service starts after those it references, so references must not lead back. Each circle is told where it closes. */
export const cycles: Rule = function* (draft) {
  const edges = edgesOf(draft);
  const seen = new Set<string>();
  for (const root of edges.keys()) {
    const trail: { service: string; rest: Iterator<Edge> }[] = [];
    const open = new Set<string>();
    const enter = (service: string) => {
      seen.add(service);
      open.add(service);
      trail.push({ service, rest: (edges.get(service) ?? []).values() });
    };
    if (!seen.has(root)) enter(root);
    for (let last = trail.at(-1); last; last = trail.at(-1)) {
      const { value: edge, done } = last.rest.next();
      if (done) {
        open.delete(last.service);
        trail.pop();
      } else if (open.has(edge.to)) {
        const services = trail.map(({ service }) => service);
        const circle = [...services.slice(services.indexOf(edge.to)), edge.to].join(' → ');
        yield { path: edge.path, code: 'reference_cycle', message: `none of these could start first: ${circle}` };
      } else if (!seen.has(edge.to)) {
        enter(edge.to);
      }
    }
  }
};

/** The first reference from each service to each other. */
function edgesOf(draft: Draft): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const entity of entitiesOf(draft)) {
    for (const { service, field, path } of fieldsOf(entity)) {
      if (field.references === undefined) continue;
      const to = targetOf(field.references).service;
      const known = edges.get(service) ?? [];
      // A reference to the service itself is told as such.
      if (to === service || known.some((edge) => edge.to === to)) continue;
      edges.set(service, [...known, { to, path: [...path, 'references'] }]);
    }
  }
  return edges;
}
