import { databaseName } from '../../../config/database-names.ts';
import type { DomainService, Entity, Fleet, ReferenceField } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import { relationsOf } from '../../../config/relations.ts';
import { AUDIT_FIELDS } from '../../../config/reserved.ts';
import type { Json } from '../../format/literal.ts';
import { collectionName } from './identifiers.ts';
import { ownedBy } from './owner.ts';
import { embeddedFields, hugsCall } from './references.ts';
import { prose, withArticle } from './words.ts';

/** A reference inside a service, with what it leads to. */
export interface RelationView {
  readonly field: string;
  readonly column: string;
  readonly unique: boolean;
  /** It holds a list of ids, in a table of its own. */
  readonly many: boolean;
  /** Its foreign key can only be made once all tables are there. */
  readonly late: boolean;
  /** Where it leads: a table, and what generated code calls its entity. */
  readonly table: string;
  readonly to: string;
  readonly name: string;
  readonly file: string;
  readonly onDelete: ReferenceField['onDelete'];
  readonly index: string;
  readonly constraint: string;
}

/** The table of a list of ids. */
export interface ListTableView {
  readonly listTable: string;
  readonly column: string;
  readonly index: string;
  readonly late: boolean;
  /** Its foreign keys: to what has the list, and to what is in it. */
  readonly keys: readonly {
    readonly column: string;
    readonly constraint: string;
    readonly table: string;
    /** Whether rows of the list go with it. */
    readonly cascades: boolean;
  }[];
}

export function viewListTables({ table }: Entity, relations: readonly RelationView[]): readonly ListTableView[] {
  return relations
    .filter(({ many }) => many)
    .map(({ column, late, table: to }) => {
      const listTable = `${table}_${column}`;
      return {
        listTable,
        column,
        index: databaseName(listTable, column),
        late,
        keys: [
          { column: '_owner', constraint: databaseName(listTable, 'owner', 'fkey'), table, cascades: true },
          { column, constraint: databaseName(listTable, column, 'fkey'), table: to, cascades: false },
        ],
      };
    });
}

/** A relation that reads embed. */
export interface JoinView extends RelationView {
  readonly embed: string;
  readonly noun: string;
  /** Schemas of its own fields. */
  readonly fields: Json;
  readonly hugs: boolean;
}

export function viewRelations(entity: Entity, fleet: Fleet): readonly RelationView[] {
  return relationsOf(entity).map((field) => viewRelation(entity, field, fleet));
}

export function viewJoins(entity: Entity, service: DomainService, fleet: Fleet): readonly JoinView[] {
  return relationsOf(entity).flatMap((field) => {
    if (field.embed === undefined) return [];
    const owned = ownedBy(fleet, field);
    const noun = prose(owned.singular);
    const of = {
      embed: field.embed,
      noun,
      fields: { ...(embeddedFields(owned.fields) as object), ...auditFields(field, service) },
      hugs: hugsCall(field.embed, field.many ? 'schemaOfJoinedList' : 'schemaOfJoined', noun),
    };
    return [{ ...viewRelation(entity, field, fleet), ...of }];
  });
}

function auditFields({ entity }: ReferenceField, { entities }: DomainService): { [name: string]: Json } {
  if (!entities.find(({ name }) => name === entity)?.audit) return {};
  return Object.fromEntries([...AUDIT_FIELDS].map((name) => [name, { type: ['string', 'null'] }]));
}

/** @param self the entity whose reads they are part of */
export function joinedBy(joins: readonly JoinView[], self: string) {
  const froms = joins.map(({ name, file }) => [name, name === self ? './model.ts' : `../${file}/model.ts`] as const);
  return [...new Map(froms)].map(([name, from]) => ({ name, from }));
}

function viewRelation({ table }: Entity, field: ReferenceField, fleet: Fleet): RelationView {
  const owned = ownedBy(fleet, field);
  return {
    field: field.name,
    column: field.column,
    unique: field.unique,
    many: field.many ?? false,
    late: field.circular ?? false,
    table: owned.table,
    to: owned.plural,
    name: owned.name,
    file: kebabCase(owned.singular),
    onDelete: field.onDelete,
    index: databaseName(table, field.column),
    constraint: databaseName(table, field.column, 'fkey'),
  };
}

/** A list of an entity below what it refers to. */
export interface InverseView {
  /** `/api/v1/customers/:id/accounts`. */
  readonly path: string;
  readonly field: string;
  /** Of what it refers to. */
  readonly noun: string;
  readonly aNoun: string;
  readonly collection: string;
}

export function viewInverses(entity: Entity, fleet: Fleet): readonly InverseView[] {
  return relationsOf(entity).flatMap((field) => {
    if (field.inverse === undefined) return [];
    const { path, singular, plural } = ownedBy(fleet, field);
    const noun = prose(singular);
    return [
      {
        path: `/api/v1/${path}/:id/${kebabCase(field.inverse)}`,
        field: field.name,
        noun,
        aNoun: withArticle(noun),
        collection: collectionName(singular, plural),
      },
    ];
  });
}

/** The repositories that these lists look into, beside the entity's own. */
export function inverseOwners(entity: Entity, fleet: Fleet) {
  const owners = relationsOf(entity).filter(({ inverse, entity: to }) => inverse !== undefined && to !== entity.name);
  const views = owners.map((field) => {
    const { singular, plural } = ownedBy(fleet, field);
    return [
      field.entity,
      { singular, file: kebabCase(singular), collection: collectionName(singular, plural) },
    ] as const;
  });
  return [...new Map(views).values()];
}

/** An entity, and those of its service of which some may go with it. */
export function goneWith(entity: Entity, service: DomainService): readonly Entity[] {
  const gone = new Set([entity]);
  for (const each of gone) {
    for (const other of service.entities) {
      if (relationsOf(other).some((field) => field.entity === each.name && field.onDelete === 'cascade'))
        gone.add(other);
    }
  }
  return [...gone];
}

/** The references inside its service that lead to an entity. */
export function dependentsOf(entity: Entity, service: DomainService): readonly ReferenceField[] {
  return service.entities.flatMap(relationsOf).filter((field) => field.entity === entity.name);
}
