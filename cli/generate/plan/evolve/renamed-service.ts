import type { DomainService, Entity, Field } from '../../../config/model.ts';

/** What an entity or a field was called in the model of before; the same name goes before a new one. */
export function formerOf<T extends Named>(now: T, before: readonly T[], all: readonly T[]): T | undefined {
  const same = before.find(({ name }) => name === now.name);
  if (same || now.renamedFrom === undefined || all.some(({ name }) => name === now.renamedFrom)) return same;
  return before.find(({ name }) => name === now.renamedFrom);
}

export interface Named {
  readonly name: string;
  readonly renamedFrom?: string;
}

/**
 * The service of before with the names of today for its entities, and for fields that have a table of their own: the tables
 * that a service has once they are renamed, and before anything else has changed.
 */
export function withNamesOf(before: DomainService, after: DomainService): DomainService {
  const names = new Map<string, Entity>();
  for (const entity of after.entities) {
    const former = formerOf(entity, before.entities, after.entities);
    if (former) names.set(former.name, entity);
  }
  const renamed = (field: Field, entity: Entity, now: Entity | undefined): Field => {
    if (field.type !== 'reference' || !field.inside) return field;
    const same =
      field.many && now?.fields.find((each) => isList(each) && formerOf(each, entity.fields, now.fields) === field);
    return {
      ...field,
      entity: names.get(field.entity)?.name ?? field.entity,
      ...(same && { name: same.name, column: same.column }),
    };
  };
  return {
    ...before,
    entities: before.entities.map((entity) => {
      const now = names.get(entity.name);
      const { name, table } = now ?? entity;
      return { ...entity, name, table, fields: entity.fields.map((field) => renamed(field, entity, now)) };
    }),
  };
}

function isList(field: Field): boolean {
  return field.type === 'reference' && field.many === true;
}
