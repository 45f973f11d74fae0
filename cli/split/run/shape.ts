import type { Field, Fleet, ReferenceField } from '../../config/model.ts';
import { snakeCase } from '../../config/names.ts';
import { isReference } from '../../config/plain-field.ts';
import type { Column, Index, Table } from '../../schema/contract.ts';
import { tablesOf } from '../../schema/tables-of.ts';
import type { Mapping } from '../mapping/contract.ts';

/** What a mapping's rows are made of, column by column. */
export interface Shape {
  readonly table: string;
  /** Beside the id (of a list, its two ids) and `version`. */
  readonly columns: readonly ShapeColumn[];
  /** Columns whose values together no two rows may have. */
  readonly uniques: readonly { readonly columns: readonly string[]; readonly live: boolean }[];
}

export interface ShapeColumn extends Column {
  /** What mappings call it. */
  readonly field: string;
  /** Absent: one that every resource has. */
  readonly of?: Field;
}

/** What is known of the content comes last: it is put to a row once the content has been read. */
const FILE_COLUMNS: readonly ShapeColumn[] = [
  { name: 'name', field: 'name', type: { kind: 'text' }, nullable: false },
  { name: 'created_at', field: 'createdAt', type: { kind: 'datetime', precision: 3 }, nullable: false },
  { name: 'updated_at', field: 'updatedAt', type: { kind: 'datetime', precision: 3 }, nullable: false },
  { name: 'content_type', field: 'contentType', type: { kind: 'text' }, nullable: false },
  { name: 'size', field: 'size', type: { kind: 'bigint' }, nullable: false },
  { name: 'sha256', field: 'sha256', type: { kind: 'text' }, nullable: false },
];

export function shapeOf({ into }: Mapping, fleet: Fleet): Shape {
  if (into.kind === 'files') return { table: 'files', columns: FILE_COLUMNS, uniques: [] };
  if (into.kind === 'list') {
    const position = { name: '_position', field: 'position', type: { kind: 'integer' }, nullable: false } as const;
    return { table: `${into.entity.table}_${into.field.column}`, columns: [position], uniques: [] };
  }
  const service = fleet.services.find(({ name }) => name === into.service);
  if (service?.kind !== 'domain') throw new RangeError(`${into.service} has no entities`);
  const table = tablesOf(service).find(({ name }) => name === into.entity.table) as Table;
  const fields = new Map(into.entity.fields.map((field) => [field.column, field]));
  const named = new Map(
    ['createdAt', 'updatedAt', 'createdBy', 'updatedBy', 'deletedAt'].map((field) => [snakeCase(field), field]),
  );
  return {
    table: table.name,
    columns: table.columns
      .filter(({ name }) => name !== 'id' && name !== 'version')
      .map((column) => {
        const of = fields.get(column.name);
        return { ...column, field: of?.name ?? named.get(column.name) ?? column.name, ...(of && { of }) };
      }),
    uniques: table.indexes.filter(isUnique).map(({ columns, live }) => ({ columns, live })),
  };
}

const isUnique = ({ unique }: Index): boolean => unique;

export function referencesOf({ into }: Mapping): readonly ReferenceField[] {
  if (into.kind === 'files') return [];
  if (into.kind === 'list') return [into.field];
  return into.entity.fields.filter((field): field is ReferenceField => isReference(field) && !field.many);
}
