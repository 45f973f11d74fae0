import type { Field, ReferenceField } from './model.ts';

/** Fields that hold a value of their own. */
export type PlainField = Exclude<Field, ReferenceField>;

export function isReference(field: Field): field is ReferenceField {
  return field.type === 'reference';
}

/** A reference that leads to another service. */
export function isRemote(field: Field): field is ReferenceField {
  return field.type === 'reference' && field.inside !== true;
}

export function isPlain(field: Field): field is PlainField {
  return field.type !== 'reference';
}
