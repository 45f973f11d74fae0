import { databaseName } from '../config/database-names.ts';
import type { DomainService, Entity, Field, ReferenceField } from '../config/model.ts';
import { snakeCase } from '../config/names.ts';
import { isReference } from '../config/plain-field.ts';
import { relationsOf } from '../config/relations.ts';
import { AUDIT_FIELDS, DELETED_FIELD } from '../config/reserved.ts';
import { columnTypeOf } from './column-type.ts';
import type { Column, ForeignKey, Index, Table } from './contract.ts';

/** The tables of a service's entities and of their lists of ids, each after those that it refers to, but for circles. */
export function tablesOf(service: DomainService): Table[] {
  return service.entities.flatMap((entity) => [tableOf(entity, service), ...listsOf(entity, service)]);
}

function tableOf(entity: Entity, service: DomainService): Table {
  const { table, fields, audit, softDelete } = entity;
  const singles = relationsOf(entity).filter(({ many }) => !many);
  return {
    name: table,
    columns: [
      { name: 'id', type: { kind: 'uuid' }, nullable: false },
      ...fields.filter((field) => !isList(field)).map((field) => columnOf(field, entity, service)),
      { name: 'version', type: { kind: 'integer' }, nullable: false },
      { name: 'created_at', type: TIME, nullable: false },
      { name: 'updated_at', type: TIME, nullable: false },
      ...(audit ? [...AUDIT_FIELDS].map((name) => ({ name: snakeCase(name), type: ACTOR, nullable: true })) : []),
      ...(softDelete ? [{ name: snakeCase(DELETED_FIELD), type: TIME, nullable: true }] : []),
    ],
    primaryKey: ['id'],
    indexes: indexesOf(entity),
    foreignKeys: singles.map((field) => foreignKey(table, field.column, tableNamed(field, service), 'restrict')),
  };
}

const TIME = { kind: 'datetime', precision: 3 } as const;
const ACTOR = { kind: 'string', length: 255 } as const;

function columnOf(field: Field, { softDelete }: Entity, { entities }: DomainService): Column {
  const hasDefault = 'default' in field && field.default !== undefined;
  const isSoft = (name: string) => entities.find((each) => each.name === name)?.softDelete === true;
  // A deleted row stays, and what it must refer to goes.
  const loose = softDelete === true && isReference(field) && field.inside === true && !isSoft(field.entity);
  return { name: field.column, type: columnTypeOf(field), nullable: loose || !(field.required || hasDefault) };
}

/** Each name once: what is unique by itself first, then what is together, then what is only found by. */
function indexesOf({ table, fields, softDelete, unique = [], indexes = [] }: Entity): Index[] {
  const live = softDelete === true;
  const columns = fields.filter((field) => !isList(field));
  const columnNamed = (name: string) => fields.find((field) => field.name === name)?.column ?? snakeCase(name);
  const key = (names: readonly string[], constraint: boolean): Index => {
    return { name: databaseName(table, ...names, 'key'), columns: names, unique: true, constraint, live };
  };
  const plain = (names: readonly string[]): Index => {
    return { name: databaseName(table, ...names), columns: names, unique: false, constraint: false, live: false };
  };
  const all = [
    ...columns.filter((field) => field.unique).map(({ column }) => key([column], !live)),
    ...unique.map((names) => key(names.map(columnNamed), false)),
    ...columns.filter(isFoundByReference).map(({ column }) => plain([column])),
    ...indexes.map((names) => plain(names.map(columnNamed))),
  ];
  return [...new Map(all.toReversed().map((index) => [index.name, index])).values()].toReversed();
}

function listsOf(entity: Entity, service: DomainService): Table[] {
  return relationsOf(entity)
    .filter(({ many }) => many)
    .map((field) => {
      const name = `${entity.table}_${field.column}`;
      return {
        name,
        columns: [
          { name: '_owner', type: { kind: 'uuid' }, nullable: false },
          { name: field.column, type: { kind: 'uuid' }, nullable: false },
          { name: '_position', type: { kind: 'integer' }, nullable: false },
        ],
        primaryKey: ['_owner', field.column],
        indexes: [
          {
            name: databaseName(name, field.column),
            columns: [field.column],
            unique: false,
            constraint: false,
            live: false,
          },
        ],
        foreignKeys: [
          { name: databaseName(name, 'owner', 'fkey'), column: '_owner', table: entity.table, onDelete: 'cascade' },
          foreignKey(name, field.column, tableNamed(field, service), 'restrict'),
        ],
      };
    });
}

function foreignKey(table: string, column: string, to: string, onDelete: ForeignKey['onDelete']): ForeignKey {
  return { name: databaseName(table, column, 'fkey'), column, table: to, onDelete };
}

function tableNamed({ entity }: ReferenceField, { name, entities }: DomainService): string {
  const target = entities.find((each) => each.name === entity);
  if (!target) throw new RangeError(`${name} has no entity ${entity}`);
  return target.table;
}

function isList(field: Field): boolean {
  return isReference(field) && field.many === true;
}

/** A foreign key needs an index; one that is unique has it. */
function isFoundByReference(field: Field): boolean {
  return isReference(field) && !(field.inside === true && field.unique);
}
