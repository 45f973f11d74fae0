import { ANY, EVERY_SERVICE } from '../../shared/auth/scopes.ts';
import { entityScopes } from '../config/entity-scopes.ts';
import type { DomainService, Fleet, ReferenceField, Service } from '../config/model.ts';
import { FILES_PATH } from '../config/reserved.ts';

/**
 * The scopes that tokens signed with a service's own key may at most grant: what all need, reading what it refers to,
 * and reading what refers to it, which it asks before it deletes. The gateway speaks for its clients, who may have any scope, also
 * one that a route written by hand asks for.
 */
export function scopesOf(service: Service, fleet: Fleet): readonly string[] {
  if (service.kind === 'gateway') return [ANY];
  const owned = referencesOf(service).map((target) => readOf(target, fleet));
  return [...new Set([...EVERY_SERVICE, ...owned, ...referrersOf(service, fleet)])].sort();
}

function referencesOf(service: Service): readonly ReferenceField[] {
  if (service.kind !== 'domain') return [];
  return service.entities.flatMap(({ fields }) =>
    fields.filter((field): field is ReferenceField => field.type === 'reference' && !field.inside),
  );
}

/** To read the entities that forbid to delete something of this service while they refer to it. */
function referrersOf({ name }: Service, { services }: Fleet): readonly string[] {
  return services
    .filter((each): each is DomainService => each.kind === 'domain')
    .flatMap(({ entities }) => entities)
    .filter(({ fields }) =>
      fields.some(
        (field) =>
          field.type === 'reference' && !field.inside && field.service === name && field.onDelete === 'restrict',
      ),
    )
    .map((entity) => entityScopes(entity).read);
}

function readOf(target: ReferenceField, fleet: Fleet): string {
  const owner = fleet.services.find(({ name }) => name === target.service);
  const owned = owner?.kind === 'domain' && owner.entities.find(({ name }) => name === target.entity);
  return entityScopes(owned || { path: FILES_PATH }).read;
}
