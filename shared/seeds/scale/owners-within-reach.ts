import type { Factory, Scale, SeedReference } from './contract.ts';
import { roundOf } from './rounds.ts';

/**
 * How many rows of what it leads to a field of a row can refer to: no later ones than it is itself, so that it refers to
 * the same one at whatever scale; of its own kind, and of what comes after it, those of earlier rounds.
 * @param before entities of the service whose rows are there when one of this is created
 */
export function withinReach(
  { service, entity }: SeedReference,
  row: number,
  { own, before, scale }: { own: string; before: ReadonlySet<string>; scale: Scale },
): number {
  const there = scale[entity] ?? 0;
  const isBefore = service !== own || before.has(entity);
  return Math.min(there, isBefore ? row + 1 : roundOf(row));
}

/** Names of entities of a service that come before each. @param factories in their order */
export function entitiesBefore(factories: readonly Factory[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    factories.map(({ entity }, index) => [entity, new Set(factories.slice(0, index).map((each) => each.entity))]),
  );
}
