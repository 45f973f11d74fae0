import type { Factory, PatternShape, SeedField, SeedScalar } from '../../../../shared/seeds/scale/contract.ts';
import { patternTexts } from '../../../../shared/seeds/scale/pattern-texts.ts';
import type { Entity, Field, Fleet, ScalarField, Service, StringField } from '../../../config/model.ts';
import { shapeOf } from '../../../config/patterns/shape.ts';
import { textsMatching } from '../../../config/patterns/texts.ts';
import { FILE_ENTITY, FILES_PATH } from '../../../config/reserved.ts';
import { ownedBy } from './owner.ts';

/** What rows of a service's entities are made from where any number of them is wanted. */
export function viewFactories(service: Service, fleet: Fleet): Factory[] {
  if (service.kind === 'domain') return service.entities.map((entity) => viewFactory(entity, fleet));
  return service.kind === 'file' ? [FILES] : [];
}

const FILES: Factory = {
  entity: FILE_ENTITY,
  plural: FILES_PATH,
  fields: [{ name: 'name', type: 'string', maxLength: 200 }],
  unique: [],
};

export function viewFactory({ name, plural, fields, unique = [] }: Entity, fleet: Fleet): Factory {
  const given = fields.filter(({ readOnly }) => !readOnly);
  return {
    entity: name,
    plural,
    fields: given.map((field) => fieldOf(field, fleet)),
    unique: [...given.filter((field) => field.unique).map((field) => [field.name]), ...unique],
  };
}

function fieldOf(field: Field, fleet: Fleet): SeedField {
  const { name, required } = field;
  const isOptional = !required || ('default' in field && field.default !== undefined);
  const named = { name, ...(isOptional && { optional: true as const }) };
  switch (field.type) {
    case 'reference': {
      const { service, entity, many } = field;
      const { plural } = ownedBy(fleet, field);
      return { ...named, type: 'reference', service, entity, plural, ...(many && { many }) };
    }
    case 'json':
      return { ...named, type: 'json' };
    case 'array': {
      const { items, minItems, maxItems, uniqueItems } = field;
      return { ...named, type: 'array', items: scalarOf(items), minItems, maxItems, uniqueItems };
    }
    default:
      return { ...named, ...scalarOf(field) };
  }
}

function scalarOf(field: ScalarField): SeedScalar {
  switch (field.type) {
    case 'string':
      return stringOf(field);
    case 'integer':
    case 'bigint':
      return { type: field.type, ...defined({ min: field.min, max: field.max }) };
    case 'decimal': {
      const { type, precision, scale, min, max } = field;
      return { type, precision, scale, ...defined({ min, max }) };
    }
    case 'date':
      return { type: field.type, ...defined({ min: field.min, max: field.max }) };
    case 'email':
    case 'url':
      return { type: field.type, maxLength: field.maxLength };
    case 'enum':
      return { type: field.type, values: field.values };
    default:
      return { type: field.type };
  }
}

function stringOf({ type, minLength, maxLength, pattern, required }: StringField): SeedScalar {
  const lengths = { minLength: minLength ?? (required ? 1 : 0), maxLength };
  const bounds = { ...defined({ minLength }), maxLength };
  return pattern === undefined ? { type, ...bounds } : { type, ...bounds, shape: patternShape(pattern, lengths) };
}

/** Of a pattern that cannot be taken apart, a few texts that were drawn. */
function patternShape(pattern: string, lengths: { minLength: number; maxLength: number }): PatternShape {
  const of = shapeOf(pattern);
  if (of !== undefined && patternTexts({ pattern, of }, lengths).size > 0) return { pattern, of };
  return { pattern, of: { any: textsMatching(pattern, lengths.minLength, lengths.maxLength) } };
}

function defined<T extends object>(values: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
