import { UUID } from './fields/uuid.ts';
import type { DomainService, Entity, SeedRow } from './model.ts';
import { isReference } from './plain-field.ts';

/** One row of a profile, as the config says it. */
export interface PlacedRow {
  readonly entity: Entity;
  readonly key: string;
  readonly row: SeedRow;
}

/** Every profile that a service has rows for, sorted. */
export function profilesOf({ entities }: DomainService): string[] {
  const all = entities.flatMap(({ seeds = {} }) => Object.keys(seeds).filter((profile) => rowsIn(seeds, profile) > 0));
  return [...new Set(all)].sort();
}

/** The rows of a profile in an order in which each finds those of its service that it refers to; else that of the config. */
export function rowsOf({ name: service, entities }: DomainService, profile: string): PlacedRow[] {
  const ordered = new Map<string, PlacedRow>();
  const place = (entity: Entity | undefined, key: string): void => {
    const row = entity?.seeds?.[profile]?.[key];
    if (!entity || !row || ordered.has(`${entity.name}.${key}`)) return;
    for (const field of entity.fields.filter(isReference).filter((each) => each.service === service)) {
      const target = entities.find(({ name }) => name === field.entity);
      for (const other of keysIn(row[field.name])) place(target, other);
    }
    ordered.set(`${entity.name}.${key}`, { entity, key, row });
  };
  for (const entity of entities) for (const key of Object.keys(entity.seeds?.[profile] ?? {})) place(entity, key);
  return [...ordered.values()];
}

/** Keys of other rows, whether the field takes one or a list; ids lead to rows that are none of the config's. */
function keysIn(value: unknown): string[] {
  return [value].flat().filter((each): each is string => typeof each === 'string' && !UUID.test(each));
}

function rowsIn(seeds: NonNullable<Entity['seeds']>, profile: string): number {
  return Object.keys(seeds[profile] ?? {}).length;
}
