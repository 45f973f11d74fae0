import type { Json } from '../../format/literal.ts';
import type { PlainField } from './plain-field.ts';
import { sample } from './sample.ts';

export interface SeedsView {
  /** A few complete rows. */
  readonly dev: Json;
  /** One row with every field, one with those that must be there. */
  readonly test: Json;
}

export function viewSeeds(fields: readonly PlainField[]): SeedsView {
  const required = fields.filter((field) => field.required && !('default' in field));
  return {
    dev: ['first', 'second', 'third'].map((key, n) => ({ key, fields: values(fields, n) })),
    test: [
      { key: 'full', fields: values(fields, 0) },
      { key: 'bare', fields: values(required, 1) },
    ],
  };
}

function values(fields: readonly PlainField[], n: number): Json {
  return Object.fromEntries(fields.map((field) => [field.name, sample(field, n)]));
}
