import type { ReferenceField } from '../../../config/model.ts';
import { snakeCase } from '../../../config/names.ts';
import type { FieldMapping, Mapping } from '../../mapping/contract.ts';
import type { Shape } from '../target/shape.ts';
import type { Store } from '../target/store.ts';
import type { Leading } from './judge.ts';

/** The references of a mapping's rows, and where each leads. */
export function leadingOf(
  { into, fields }: Mapping,
  shape: Shape,
  shapes: ReadonlyMap<string, Shape>,
  storeOf: (service: string) => Store,
): Leading[] {
  const leading = (at: number, target: string, nullify: boolean): Leading => {
    const found = shapes.get(target) as Shape;
    return { at, nullify, shape: found, store: storeOf(found.service) };
  };
  if (into.kind === 'files') return [];
  if (into.kind === 'list') {
    const { service, entity, field } = into;
    return [leading(0, `${service}.${entity.name}`, false), leading(1, `${field.service}.${field.entity}`, false)];
  }
  return into.entity.fields.flatMap((field): Leading[] => {
    const given = fields[field.name];
    if (field.type !== 'reference' || field.many || !given || given.constant !== undefined) return [];
    const at = shape.columns.findIndex((column) => column.field === field.name);
    return [leading(at, `${field.service}.${field.entity}`, isNullified(given, field))];
  });
}

/** In a circle, what refers may be there before what it refers to. */
export function isNullified({ onOrphan }: FieldMapping, { circular, required }: ReferenceField): boolean {
  return onOrphan === undefined ? circular === true && !required : onOrphan === 'nullify';
}

/** Where the values stand that no two rows of an entity may share; deleted rows share what they like. */
export function uniquesOf({ into }: Mapping, { columns }: Shape): number[][] {
  if (into.kind === 'files') return [];
  if (into.kind === 'list') return [[0, 1]];
  const { fields, unique = [] } = into.entity;
  const place = (name: string) =>
    columns.findIndex(({ field, column }) => field === name || column === snakeCase(name));
  return [...fields.filter((field) => field.unique).map(({ name }) => [name]), ...unique].map((names) =>
    names.map(place),
  );
}
