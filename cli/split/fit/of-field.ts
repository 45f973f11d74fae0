import type { Field } from '../../config/model.ts';
import { decimal } from './decimal.ts';
import { json } from './json.ts';
import { list } from './list.ts';
import { type Fit, Misfit } from './misfit.ts';
import { day, moment } from './moment.ts';
import { text } from './text.ts';
import { truth } from './truth.ts';
import { uuid } from './uuid.ts';
import { wholeNumber } from './whole-number.ts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const URL_FORM = /^https?:\/\/[^\s]+$/;
const INTEGER = 2 ** 31;

/** What the field takes. References are another matter: their values are made. @param offset see `moment` */
export function fitOf(field: Field, offset: number): Fit {
  const { required } = field;
  switch (field.type) {
    case 'string': {
      const pattern = field.pattern === undefined ? undefined : new RegExp(field.pattern, 'u');
      return text({ min: field.minLength ?? (required ? 1 : 0), max: field.maxLength, pattern });
    }
    case 'text':
      return text({ min: required ? 1 : 0, max: Number.POSITIVE_INFINITY });
    case 'email':
      return text({ min: 1, max: field.maxLength, pattern: EMAIL });
    case 'url':
      return text({ min: 1, max: field.maxLength, pattern: URL_FORM });
    case 'integer':
      return wholeNumber(field.min ?? -INTEGER, field.max ?? INTEGER - 1);
    case 'bigint':
      return wholeNumber(field.min ?? Number.MIN_SAFE_INTEGER, field.max ?? Number.MAX_SAFE_INTEGER);
    case 'decimal':
      return decimal(field);
    case 'boolean':
      return truth;
    case 'date':
      return day(field.min, field.max);
    case 'datetime':
      return moment(offset);
    case 'enum': {
      const values = new Set(field.values);
      const unknown = new Misfit('unknown_value', `none of ${field.values.join(', ')}`);
      return (value) => (values.has(value) ? value : unknown);
    }
    case 'uuid':
    case 'reference':
      return uuid;
    case 'array':
      return list(field, fitOf(field.items, offset));
    case 'json':
      return json;
  }
}
