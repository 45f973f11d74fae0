import type { Reference } from '../references/index.ts';

export function referenceOf(references: readonly Reference[], field: string): Reference {
  const reference = references.find((each) => each.field === field);
  if (!reference) throw new Error(`${field} is no reference`);
  return reference;
}
