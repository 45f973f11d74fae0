import { decimalText } from '../../../config/decimal-text.ts';
import { BIGINT } from '../../../config/fields/bigint.ts';
import { FIRST } from '../../../config/fields/date.ts';
import { decimalPattern } from '../../../config/fields/decimal.ts';
import { INTEGER } from '../../../config/fields/integer.ts';
import { UUID } from '../../../config/fields/uuid.ts';
import type { Bounds } from '../../../config/fields/whole-number.ts';
import type { BigintField, DecimalField, Field, IntegerField, ReferenceField } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';

/** What a valid value looks like; whatever passes fits its column. */
export function jsonSchema(field: Field, nullable: boolean): Json {
  const typed = (type: string) => ({ type: nullable ? [type, 'null'] : type });
  switch (field.type) {
    case 'string':
      return {
        ...typed('string'),
        minLength: field.minLength ?? (field.required ? 1 : undefined),
        maxLength: field.maxLength,
        pattern: field.pattern,
      };
    case 'text':
      return { ...typed('string'), minLength: field.required ? 1 : undefined };
    case 'integer':
      return { ...typed('integer'), ...boundsOf(field, INTEGER) };
    case 'bigint':
      return { ...typed('integer'), ...boundsOf(field, BIGINT) };
    case 'decimal':
      return { ...typed('string'), ...decimalSchema(field) };
    case 'date':
      return { ...typed('string'), format: 'date', 'x-minimum': field.min ?? FIRST, 'x-maximum': field.max };
    case 'datetime':
      return { ...typed('string'), format: 'date-time', 'x-instant': true };
    case 'uuid':
      return { ...typed('string'), format: 'uuid', pattern: UUID.source };
    case 'email':
      return { ...typed('string'), format: 'email', maxLength: field.maxLength };
    case 'url':
      return { ...typed('string'), format: 'uri', pattern: '^https?://', maxLength: field.maxLength };
    case 'array':
      return {
        ...typed('array'),
        items: jsonSchema(field.items, false),
        minItems: field.minItems || undefined,
        maxItems: field.maxItems,
        uniqueItems: field.uniqueItems || undefined,
      };
    case 'boolean':
      return typed('boolean');
    case 'enum':
      return { ...typed('string'), enum: nullable ? [...field.values, null] : field.values };
    case 'reference':
      if (field.many) return listSchema(field);
      return { ...typed('string'), format: 'uuid', pattern: UUID.source };
    case 'json':
      return nullable ? {} : { not: { type: 'null' } };
  }
}

function boundsOf({ min, max }: IntegerField | BigintField, { minimum, maximum }: Bounds): Bounds {
  return { minimum: min ?? minimum, maximum: max ?? maximum };
}

/** Ids that a list holds. */
const MOST_IDS = 100;

function listSchema({ required }: ReferenceField): Json {
  return {
    type: 'array',
    items: { type: 'string', format: 'uuid', pattern: UUID.source },
    minItems: required ? 1 : undefined,
    maxItems: MOST_IDS,
    uniqueItems: true,
  };
}

/** Numbers of one scale, so `x-minimum` and `x-maximum` can be compared digit by digit. */
function decimalSchema({ precision, scale, min, max }: DecimalField): Record<string, Json | undefined> {
  const digits = scale === 0 ? 'whole, without a point' : `with ${scale} digits after the point`;
  return {
    format: 'decimal',
    pattern: decimalPattern(precision, scale),
    'x-minimum': min,
    'x-maximum': max,
    'x-hint': `must be a number in quotes, ${digits}, such as "${decimalText(12n * 10n ** BigInt(scale), scale)}"`,
  };
}
