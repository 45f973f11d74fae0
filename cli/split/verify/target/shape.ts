import type { DomainService, Entity, Field, Fleet, ReferenceField, Service } from '../../../config/model.ts';
import { snakeCase } from '../../../config/names.ts';
import { relationsOf } from '../../../config/relations.ts';
import { AUDIT_FIELDS, DELETED_FIELD, FILE_ENTITY } from '../../../config/reserved.ts';

/** How the value of a column is read, and spelt. */
export type ValueKind = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'json' | 'uuid';

export interface ShapeColumn {
  readonly field: string;
  readonly column: string;
  readonly kind: ValueKind;
}

/** A table that rows of the old database go to. */
export interface Shape {
  readonly service: string;
  /** `subject-service.Subject`. */
  readonly entity: string;
  readonly table: string;
  /** Beside `id` and `version`. */
  readonly columns: readonly ShapeColumn[];
  /** Of a list of ids: the table of its owners. Its rows have two ids, `owner,item`. */
  readonly owners?: string;
}

const TIMES: readonly ShapeColumn[] = [
  { field: 'createdAt', column: 'created_at', kind: 'datetime' },
  { field: 'updatedAt', column: 'updated_at', kind: 'datetime' },
];

export function shapeOf({ name }: DomainService, { name: entity, table, fields, audit, softDelete }: Entity): Shape {
  const own = fields.filter((field) => !(field.type === 'reference' && field.many));
  const actors = audit ? [...AUDIT_FIELDS] : [];
  return {
    service: name,
    entity: `${name}.${entity}`,
    table,
    columns: [
      ...own.map((field): ShapeColumn => ({ field: field.name, column: field.column, kind: kindOf(field) })),
      ...TIMES,
      ...actors.map((field): ShapeColumn => ({ field, column: snakeCase(field), kind: 'text' })),
      ...(softDelete ? [{ field: DELETED_FIELD, column: snakeCase(DELETED_FIELD), kind: 'datetime' } as const] : []),
    ],
  };
}

/** The table of a list of ids. Its places have gaps, so they are not compared. */
export function listShape(service: string, { name, table }: Entity, field: ReferenceField): Shape {
  return {
    service,
    entity: `${service}.${name}.${field.name}`,
    table: `${table}_${field.column}`,
    owners: table,
    columns: [
      { field: 'owner', column: '_owner', kind: 'uuid' },
      { field: 'item', column: field.column, kind: 'uuid' },
    ],
  };
}

/** The table of a file service. */
export function filesShape(service: string): Shape {
  return {
    service,
    entity: `${service}.${FILE_ENTITY}`,
    table: 'files',
    columns: [
      { field: 'name', column: 'name', kind: 'text' },
      { field: 'contentType', column: 'content_type', kind: 'text' },
      { field: 'size', column: 'size', kind: 'integer' },
      { field: 'sha256', column: 'sha256', kind: 'text' },
      ...TIMES,
    ],
  };
}

/** What can be compared with the old database: the type of a file is found out from its content. */
export function comparable(shape: Shape): Shape {
  if (shape.table !== 'files') return shape;
  return { ...shape, columns: shape.columns.filter(({ field }) => field !== 'contentType') };
}

/** Of all services that have rows of their own, by `service.Entity`. */
export function shapesOf({ services }: Fleet): ReadonlyMap<string, Shape> {
  return new Map(services.flatMap(shapesIn).map((shape) => [shape.entity, shape]));
}

function shapesIn(service: Service): Shape[] {
  if (service.kind === 'file') return [filesShape(service.name)];
  if (service.kind !== 'domain') return [];
  return service.entities.flatMap((entity) => [
    shapeOf(service, entity),
    ...relationsOf(entity)
      .filter(({ many }) => many)
      .map((field) => listShape(service.name, entity, field)),
  ]);
}

function kindOf({ type }: Field): ValueKind {
  switch (type) {
    case 'integer':
    case 'bigint':
      return 'integer';
    case 'decimal':
    case 'boolean':
    case 'date':
    case 'datetime':
      return type;
    case 'array':
    case 'json':
      return 'json';
    case 'uuid':
    case 'reference':
      return 'uuid';
    default:
      return 'text';
  }
}
