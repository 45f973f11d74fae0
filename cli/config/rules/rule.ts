import type { Draft, DraftEntity, DraftService, FieldConfig } from '../draft.ts';
import type { Mistake } from '../mistake.ts';

/** One thing that no schema can say. Rules read what the schema let pass and are silent about what is missing. */
export type Rule = (draft: Draft) => Iterable<Mistake>;

export function* servicesOf(draft: Draft): Iterable<{ name: string; service: DraftService; path: string[] }> {
  for (const [name, service] of Object.entries(draft.services ?? {})) {
    yield { name, service, path: ['services', name] };
  }
}

export interface EntityPlace {
  service: string;
  name: string;
  entity: DraftEntity;
  path: string[];
}

export function* entitiesOf(draft: Draft): Iterable<EntityPlace> {
  for (const { name: service, service: owner, path } of servicesOf(draft)) {
    for (const [name, entity] of Object.entries(owner.entities ?? {})) {
      yield { service, name, entity, path: [...path, 'entities', name] };
    }
  }
}

interface FieldPlace {
  service: string;
  name: string;
  field: FieldConfig;
  path: string[];
}

export function* fieldsOf({ service, entity, path }: EntityPlace): Iterable<FieldPlace> {
  for (const [name, field] of Object.entries(entity.fields ?? {})) {
    yield { service, name, field, path: [...path, 'fields', name] };
  }
}
