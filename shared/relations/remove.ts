import { etagOf, found, requireMatch } from '../cqrs/index.ts';
import type { Executor } from '../database/index.ts';
import { Problem } from '../errors/index.ts';
import { requireReleased, type ServiceBase } from '../references/index.ts';
import type { Resource } from '../repository/index.ts';
import type { RelatedEntities } from './contract.ts';
import { Doomed } from './doomed.ts';
import { letGoWithin } from './let-go.ts';
import { requireUnheld } from './unheld.ts';

export interface Removal {
  readonly id: string;
  /** The ETag of what is to be deleted; without one whatever is there is. */
  readonly ifMatch: string | undefined;
}

/**
 * Deletes a resource, and does with what refers to it inside the service as `onDelete` says, all in one transaction: each
 * row that goes or changes with it has an event of its own.
 * @param name its entity, by its camelCase plural
 * @throws Problem `not_found`, `stale_version`; `reference_restricted` naming those that hold it or what would go with it;
 *   `references_unknown` where another service cannot tell
 */
export async function removeRelated<R extends Resource>(
  base: ServiceBase,
  entities: RelatedEntities,
  name: string,
  { id, ifMatch }: Removal,
  executor: Executor,
): Promise<R> {
  if (executor === base.database) {
    return base.database.transaction((transaction) =>
      removeRelated<R>(base, entities, name, { id, ifMatch }, transaction),
    );
  }
  const doomed = new Doomed(base.database, entities, executor);
  const current = found(entities[name]?.noun ?? name, await doomed.begin(name, id));
  requireMatch(ifMatch, etagOf(current));
  await doomed.spread();
  await requireUnheld(doomed);
  for (const { entity, resource } of doomed.each()) await requireReleased(base, entity.referrers, resource.id);
  for (const { entity, resource } of doomed.each()) await entity.hooks.beforeDelete?.(resource, executor);
  await letGoWithin(doomed);
  await doomed.untie();
  await doomed.forget();
  for (const { entity, repository, resource } of doomed.each()) {
    const removed = await repository.remove(resource, entity.events.deleted(resource), executor);
    // A hook has changed it.
    if (!removed) throw new Problem('conflict', { detail: `A ${entity.noun} was changed while it was deleted.` });
  }
  return current as R;
}
