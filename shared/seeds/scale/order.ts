import type { Factory, SeedField, SeedReference } from './contract.ts';

/** Factories of a service, each after those that its rows must refer to, and after the others where that can be. */
export function inOrder<F extends Factory>(factories: readonly F[]): F[] {
  const ordered: F[] = [];
  const place = (factory: F, above: readonly F[]): void => {
    if (ordered.includes(factory) || above.includes(factory)) return;
    for (const { optional, entity } of byNeed(factory)) {
      const owner = factories.find((each) => each.entity === entity);
      if (owner && !(optional && leadsTo(owner, factory, factories))) place(owner, [...above, factory]);
    }
    ordered.push(factory);
  };
  for (const factory of factories) place(factory, []);
  return ordered;
}

export function isReference(field: SeedField): field is SeedField & SeedReference {
  return field.type === 'reference';
}

function byNeed({ fields }: Factory): (SeedField & SeedReference)[] {
  const references = fields.filter(isReference);
  return [...references.filter(({ optional }) => !optional), ...references.filter(({ optional }) => optional)];
}

/** Whether rows of the one must refer, over however many others, to rows of the other. */
function leadsTo(from: Factory, to: Factory, factories: readonly Factory[], seen = new Set<Factory>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return from.fields
    .filter(isReference)
    .filter(({ optional }) => !optional)
    .some(({ entity }) => {
      const owner = factories.find((each) => each.entity === entity);
      return owner !== undefined && leadsTo(owner, to, factories, seen);
    });
}
