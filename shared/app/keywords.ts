import type { FuncKeywordDefinition } from 'ajv';

/**
 * What JSON Schema cannot say of values that are text in JSON. Readers of OpenAPI that do not know them skip them.
 *
 * - `x-minimum`, `x-maximum`: of a date (`2026-01-31`) or a decimal (`"12.50"`, both of one scale).
 * - `x-instant`: RFC 3339 that every database holds, written anew in UTC with milliseconds.
 * - `x-read-only`: there must be none, whatever the value: the service alone sets it.
 * - `x-extensible`: of an enum: there may be more values one day, which clients have to stand.
 * - `x-hint`: what to write instead of what does not match the pattern, for people.
 */
export const KEYWORDS: (string | FuncKeywordDefinition)[] = [
  bound('x-minimum', 'at least', (difference) => difference >= 0),
  bound('x-maximum', 'at most', (difference) => difference <= 0),
  instant(),
  readOnly(),
  'x-hint',
  'x-extensible',
];

type Validate = ReturnType<NonNullable<FuncKeywordDefinition['compile']>>;

function bound(keyword: string, words: string, holds: (difference: number) => boolean): FuncKeywordDefinition {
  return {
    keyword,
    type: 'string',
    schemaType: 'string',
    errors: true,
    compile(limit: string) {
      const validate: Validate = (value: string) => {
        // What is neither is told by its pattern or format.
        if (!COMPARABLE.test(value) || holds(compare(value, limit))) return true;
        validate.errors = [{ keyword, params: { limit }, message: `must be ${words} ${limit}` }];
        return false;
      };
      return validate;
    },
  };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const COMPARABLE = /^(?:-?\d+(?:\.\d+)?|\d{4}-\d{2}-\d{2})$/;

/** Dates compare as text, decimals of one scale without their points. */
function compare(value: string, limit: string): number {
  if (DATE.test(value)) return value < limit ? -1 : Number(value > limit);
  const difference = BigInt(value.replace('.', '')) - BigInt(limit.replace('.', ''));
  return difference < 0n ? -1 : Number(difference > 0n);
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
/** In UTC. MySQL's first year is 1000; years of more digits are written otherwise. */
const STORABLE = /^[1-9]\d{3}-/;

function instant(): FuncKeywordDefinition {
  const keyword = 'x-instant';
  return {
    keyword,
    type: 'string',
    schemaType: 'boolean',
    modifying: true,
    errors: true,
    compile() {
      const validate: Validate = (value: string, place) => {
        const time = RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
        const utc = Number.isNaN(time) ? '' : new Date(time).toISOString();
        if (!STORABLE.test(utc)) {
          const message = 'must be a moment from the year 1000 to 9999, such as 2026-05-01T12:00:00Z';
          validate.errors = [{ keyword, params: {}, message }];
          return false;
        }
        if (place) place.parentData[place.parentDataProperty] = utc;
        return true;
      };
      return validate;
    },
  };
}

function readOnly(): FuncKeywordDefinition {
  const keyword = 'x-read-only';
  return {
    keyword,
    schemaType: 'boolean',
    error: { message: 'is set by the service alone: leave it out' },
    validate: () => false,
  };
}
