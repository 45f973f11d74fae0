import type { Field, ReferenceField } from '../../../config/model.ts';

/** Fields that the templates know; references are refused before any view is made. */
export type PlainField = Exclude<Field, ReferenceField>;
