import type { Command } from '../cqrs/index.ts';
import type { ServiceBase } from '../references/index.ts';
import type { Resource } from '../repository/index.ts';
import type { BoundFactory } from './scale/bound-factory.ts';

/** A row to begin with. */
export interface Seed<Fields> {
  /** Unique among the seeds of its entity; the id is made from it, so the row keeps its id as long as its key. */
  readonly key: string;
  readonly fields: Fields;
}

/** The rows of a profile: entity (its camelCase plural) → seeds, in the order they are created. An entity without rows may be left out. */
export type SeedRows = { readonly [entity: string]: readonly Seed<object>[] | undefined };

/** Rows of several entities by profile, each created after those that it refers to. */
export type ConfiguredSeeds<S extends SeedRows> = {
  readonly [profile: string]: readonly { readonly [E in keyof S & string]: ConfiguredSeed<S, E> }[keyof S & string][];
};

type ConfiguredSeed<S extends SeedRows, E extends keyof S & string> = NonNullable<S[E]>[number] & {
  readonly entity: E;
};

/** What a service can be seeded with: profiles of rows, and the command that creates each kind. */
export interface SeedPlan<S extends SeedRows> {
  readonly fleet: string;
  readonly service: string;
  readonly profiles: Readonly<Record<string, () => Promise<S>>>;
  /** Rows that the config of the fleet asks for: created before those of the profile. */
  readonly configured?: ConfiguredSeeds<S>;
  /** What any number of rows is made from, in no order. */
  readonly factories?: readonly BoundFactory[];
  create(base: ServiceBase): {
    readonly [E in keyof S]-?: NonNullable<S[E]> extends readonly Seed<infer Fields>[]
      ? Command<Fields & { readonly id?: string }, Resource>
      : never;
  };
}
