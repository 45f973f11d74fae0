import type { BigintField } from '../model.ts';
import { type Bounds, wholeNumber } from './whole-number.ts';

/** What JSON numbers carry exactly. */
export const BIGINT: Bounds = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

export const bigint = wholeNumber<BigintField>(
  'bigint',
  'Bigint field',
  'A whole number as large as JSON carries exactly: -9007199254740991 to 9007199254740991.',
  BIGINT,
);
