import type { Fleet, Service } from '../../config/model.ts';
import { variablesOf } from './target.ts';
import { entityNames, viewEntity } from './view/entity.ts';
import { viewService } from './view/service.ts';

/** One rendering of a template: what it is for, the values of its path variables, and what it sees. */
export interface Scope {
  /** Name of the entity, or of the service. */
  readonly of: string;
  readonly values: Readonly<Record<string, string>>;
  readonly view: object;
}

/** A target that names an entity is rendered once for each; any other once for the service. */
export function scopesOf(target: string, fleet: Fleet, service: Service): readonly Scope[] {
  const view = viewService(fleet, service);
  const perEntity = variablesOf(target).some((name) => name === 'entity' || name === 'entities');
  if (!perEntity) return [{ of: service.name, values: { service: service.name }, view }];
  if (service.kind !== 'domain') return [];
  return service.entities.map((entity) => ({
    of: entity.name,
    values: { service: service.name, ...entityNames(entity) },
    view: { ...view, entity: viewEntity(entity) },
  }));
}
