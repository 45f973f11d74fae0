import type { Database, Executor } from '../database/index.ts';
import type { EntityEvents } from '../events/index.ts';
import type { Referrer } from '../references/index.ts';
import type { Repository, Resource } from '../repository/index.ts';

/** A field that refers to an entity of the same service, by a foreign key. */
export interface Relation {
  /** e.g. `ownerId`. */
  readonly field: string;
  /** The entity that it leads to, by its camelCase plural. */
  readonly to: string;
  /** It holds a list of ids. */
  readonly many?: true;
  /** What becomes of the field when the resource is deleted; an id goes out of a list. */
  readonly onDelete: 'restrict' | 'nullify' | 'cascade';
}

/** One entity of a service in which entities refer to each other. */
export interface RelatedEntity {
  /** `/api/v1/orders`. */
  readonly path: string;
  /** In sentences: `order`. */
  readonly noun: string;
  repository(database: Database): Repository<Resource>;
  readonly events: EntityEvents<Resource>;
  /** The service's own rules. */
  readonly hooks: {
    beforeUpdate?(change: object, current: Resource, executor: Executor): object | Promise<object>;
    beforeDelete?(current: Resource, executor: Executor): void | Promise<void>;
  };
  /** Its deleted rows stay where nobody finds them. */
  readonly softDelete?: true;
  /** Who of other services is asked before one is deleted. */
  readonly referrers: readonly Referrer[];
  readonly relations: readonly Relation[];
}

/** By camelCase plural; what must refer to something comes after it. */
export type RelatedEntities = Readonly<Record<string, RelatedEntity>>;
