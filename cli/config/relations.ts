import type { Entity, Field, ReferenceField } from './model.ts';

/**
 * The entities of a service so that what one refers to comes before it, for tables, seeds and tests; otherwise in the order
 * of the config. Within a circle the references that must be there decide: of those there is none (`required_circle`).
 */
export function inCreationOrder(entities: readonly Entity[]): readonly Entity[] {
  const marked = entities.map((entity) => ({
    ...entity,
    fields: entity.fields.map((field) =>
      isCircular(entity, field, entities) ? { ...field, circular: true as const } : field,
    ),
  }));
  const waiting = new Set(marked);
  const isWaiting = ({ entity }: ReferenceField) => [...waiting].some(({ name }) => name === entity);
  const ordered: Entity[] = [];
  while (waiting.size > 0) {
    const next = [...waiting].find((entity) => !precedents(entity).some(isWaiting));
    if (!next) throw new Error(`No entity of ${[...waiting].map(({ name }) => name)} can be the first`);
    waiting.delete(next);
    ordered.push(next);
  }
  return ordered;
}

/** What must be there before the entity is. */
function precedents(entity: Entity): ReferenceField[] {
  return relationsOf(entity).filter((field) => field.entity !== entity.name && (field.required || !field.circular));
}

/** The references of an entity that stay inside its service. */
export function relationsOf({ fields }: Pick<Entity, 'fields'>): ReferenceField[] {
  return fields.filter((field): field is ReferenceField => field.type === 'reference' && field.inside === true);
}

function isCircular(entity: Entity, field: Field, entities: readonly Entity[]): boolean {
  if (field.type !== 'reference' || !field.inside || field.entity === entity.name) return false;
  const reached = new Set<string>();
  const reach = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const next = entities.find((each) => each.name === name);
    for (const relation of next ? relationsOf(next) : []) reach(relation.entity);
  };
  reach(field.entity);
  return reached.has(entity.name);
}
