import { type EntityScopes, entityScopes } from '../../config/entity-scopes.ts';
import type { Fleet } from '../../config/model.ts';
import { FILES_PATH } from '../../config/reserved.ts';

/** Something that can be made in a fleet: an entity, or files. */
export interface Kind {
  readonly service: string;
  /** Where they are made and listed, e.g. `/api/v1/orders`. */
  readonly collection: string;
  readonly scopes: EntityScopes;
}

export function kindsOf({ services }: Fleet): Kind[] {
  return services.flatMap((service) => {
    const made = service.kind === 'domain' ? service.entities : service.kind === 'file' ? [{ path: FILES_PATH }] : [];
    return made.map((each) => ({
      service: service.name,
      collection: `/api/v1/${each.path}`,
      scopes: entityScopes(each),
    }));
  });
}

/** Of the collection, or of one that is in it. */
export function kindAt(kinds: readonly Kind[], path: string): Kind | undefined {
  return kinds.find(({ collection }) => path === collection || path.startsWith(`${collection}/`));
}
