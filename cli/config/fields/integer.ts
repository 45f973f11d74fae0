import type { IntegerField } from '../model.ts';
import { type Bounds, wholeNumber } from './whole-number.ts';

/** What every database keeps in four bytes. */
export const INTEGER: Bounds = { minimum: -2_147_483_648, maximum: 2_147_483_647 };

export const integer = wholeNumber<IntegerField>(
  'integer',
  'Integer field',
  'A whole number of 32 bits: -2147483648 to 2147483647.',
  INTEGER,
);
