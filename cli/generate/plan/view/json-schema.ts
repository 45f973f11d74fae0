import type { Field } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';

/** What an INTEGER column holds on every engine. */
const INTEGER = { min: -2_147_483_648, max: 2_147_483_647 };

/** The one spelling that is stored and given; JSON Schema's own `uuid` takes others as well. */
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

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
      return { ...typed('integer'), minimum: field.min ?? INTEGER.min, maximum: field.max ?? INTEGER.max };
    case 'boolean':
      return typed('boolean');
    case 'enum':
      return { ...typed('string'), enum: nullable ? [...field.values, null] : field.values };
    case 'reference':
      return { ...typed('string'), format: 'uuid', pattern: UUID };
    case 'json':
      return nullable ? {} : { not: { type: 'null' } };
  }
}
