import type { Factory, SeedField, SeedReference } from './contract.ts';

/** Factories of a service, each after those that its rows must refer to, and after those that they may where that can be. */
export function inOrder<F extends Factory>(factories: readonly F[]): F[] {
  const ordered: F[] = [];
  for (let open = [...factories]; open.length > 0; open = open.filter((each) => !ordered.includes(each))) {
    const waitsFor = ({ entity, fields }: F, isMeant: (field: SeedField) => boolean) =>
      fields
        .filter(isReference)
        .filter(isMeant)
        .some((field) => field.entity !== entity && open.some((other) => other.entity === field.entity));
    const next =
      open.find((each) => !waitsFor(each, () => true)) ??
      open.find((each) => !waitsFor(each, (field) => !field.optional));
    if (!next) throw new RangeError(`all of these must refer to each other: ${open.map(({ entity }) => entity)}`);
    ordered.push(next);
  }
  return ordered;
}

export function isReference(field: SeedField): field is SeedField & SeedReference {
  return field.type === 'reference';
}
