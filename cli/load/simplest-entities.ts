import type { Entity, Fleet } from '../config/model.ts';

/** So many entities, each with its key `service.Entity`: what refers to others needs them made before it, so those that stand alone come first. */
export function simplestEntities(
  { services }: Fleet,
  count: number,
): { readonly key: string; readonly entity: Entity }[] {
  const entities = services.flatMap((service) =>
    service.kind === 'domain'
      ? service.entities.map((entity) => ({ key: `${service.name}.${entity.name}`, entity }))
      : [],
  );
  return entities.toSorted((a, b) => references(a.entity) - references(b.entity)).slice(0, count);
}

function references({ fields }: Entity): number {
  return fields.filter(({ type, required }) => type === 'reference' && required).length;
}
