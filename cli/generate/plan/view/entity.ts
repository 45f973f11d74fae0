import type { Factory } from '../../../../shared/seeds/scale/contract.ts';
import { databaseName } from '../../../config/database-names.ts';
import { type EntityScopes, entityScopes, scopesIn } from '../../../config/entity-scopes.ts';
import type { DomainService, Entity, Fleet, ReferenceField } from '../../../config/model.ts';
import { kebabCase, pascalCase } from '../../../config/names.ts';
import { isReference, isRemote } from '../../../config/plain-field.ts';
import { relationsOf } from '../../../config/relations.ts';
import { AUDIT_FIELDS } from '../../../config/reserved.ts';
import type { Json } from '../../format/literal.ts';
import type { Definition } from './definition.ts';
import { type ExtraEventView, viewExtraEvents } from './extra-events.ts';
import { viewFactory } from './factories.ts';
import { type FieldView, viewField } from './field.ts';
import { collectionName, typeName, variableName } from './identifiers.ts';
import { type IndexView, viewIndexes } from './indexes.ts';
import { viewRows } from './list.ts';
import { once } from './once.ts';
import { type ProbeView, viewProbe } from './probe.ts';
import { type EmbedView, viewEmbeds, viewOwners, viewReferences, viewReferrers } from './references.ts';
import {
  dependentsOf,
  goneWith,
  type InverseView,
  inverseOwners,
  type JoinView,
  joinedBy,
  type ListTableView,
  type RelationView,
  viewInverses,
  viewJoins,
  viewListTables,
  viewRelations,
} from './relations.ts';
import { type SeedsView, viewSeeds } from './seeds.ts';
import { sharedEnumsOf } from './shared-enums.ts';
import { prose, withArticle } from './words.ts';
import { writeProblems } from './write-problems.ts';

/** What a template sees of an entity: every name in every form it is written in. */
export interface EntityView {
  /** `CourseUnit`, as part of longer names and in strings. */
  readonly name: string;
  /** `CourseUnits`. */
  readonly names: string;
  /** `courseUnit`, as part of longer names. */
  readonly singular: string;
  /** `courseUnits`. */
  readonly plural: string;
  /** `CourseUnit`, the type. */
  readonly type: string;
  /** `courseUnit`, a variable that holds one. */
  readonly variable: string;
  /** `courseUnits`, a variable that holds the repository. */
  readonly collection: string;
  /** `course-unit`: a file, an event. */
  readonly file: string;
  /** `course-units`: a path, a scope, a file. */
  readonly path: string;
  readonly table: string;
  /** `course unit`, in sentences. */
  readonly noun: string;
  readonly nouns: string;
  /** `a course unit`. */
  readonly aNoun: string;
  readonly fields: readonly FieldView[];
  /** Those that clients send. */
  readonly inputs: readonly FieldView[];
  /** Those that the service alone sets. */
  readonly readOnly: readonly FieldView[];
  /** Names of all that a resource has. */
  readonly properties: readonly string[];
  /** Names of the fields that a create needs. */
  readonly required: readonly string[];
  readonly enums: readonly FieldView[];
  /** Names of the shared enums that its fields take their values from, sorted. */
  readonly sharedEnums: readonly string[];
  /** Whether it has texts without a bound. */
  readonly texts: boolean;
  /** What it refers to in other services. */
  readonly references: readonly Json[];
  /** By what of the typed client their owners are asked. */
  readonly owners: readonly Definition[];
  readonly embeds: readonly EmbedView[];
  /** Those with a column of the entity's own table. */
  readonly columns: readonly FieldView[];
  /** Tables of its lists of ids: those that are made with its own, and those that must wait for all tables. */
  readonly lists: readonly ListTableView[];
  readonly lateLists: readonly ListTableView[];
  /** What it refers to inside its service, by columns. */
  readonly relations: readonly RelationView[];
  /** `Relation` of `shared/relations` is their type. */
  readonly relationsData: readonly Json[];
  readonly joins: readonly JoinView[];
  readonly joinsOne: boolean;
  /** Whether one at least comes by a field with one id, and by one with a list. */
  readonly joinsSingle: boolean;
  readonly joinsMany: boolean;
  /** Entities that reads embed, each once, with the module of its model. */
  readonly joined: readonly { readonly name: string; readonly from: string }[];
  /** Whether it has foreign keys that can only be made once all tables are there; and those of columns alone. */
  readonly late: boolean;
  readonly lateRelations: boolean;
  /** Its lists below what it refers to. */
  readonly inverses: readonly InverseView[];
  readonly inverseOwners: ReturnType<typeof inverseOwners>;
  /** Whether reads embed anything. */
  readonly enriched: boolean;
  /** Whether it embeds anything or refers to other services. */
  readonly linked: boolean;
  /** Whether others of its service refer to it, or one of its kind to another. */
  readonly related: boolean;
  /** Codes of what a create or a change may be refused with beside bad input. */
  readonly problems: readonly string[];
  readonly softDelete: boolean;
  readonly audit: boolean;
  readonly indexes: readonly IndexView[];
  /** Whether some of them leave out what is deleted. */
  readonly live: boolean;
  /** Of what it refers to in other services. */
  readonly referenceIndexes: readonly { readonly column: string; readonly name: string }[];
  /** Whether it refers to what may be deleted and still be there. */
  readonly guarded: boolean;
  /** Codes of what its deletion may be refused with. */
  readonly holds: readonly string[];
  /** What of other services forbids to delete one. */
  readonly referrers: readonly Json[];
  /** `RepositoryOptions` of `shared/repository`; null: lists can be asked for all that there is, and rows go for good. */
  readonly rows: Json | null;
  /** The order of lists as the config says it; empty: that of creation. */
  readonly order: string;
  /** What each operation asks of a token. */
  readonly scopes: EntityScopes;
  /** Each of them once. */
  readonly allScopes: readonly string[];
  /** Whether a create asks for another one than a change does, and a deletion. */
  readonly createsApart: boolean;
  readonly deletesApart: boolean;
  /** Scopes that do not do to read, and to create. */
  readonly unfit: { readonly read: string; readonly create: string };
  /** Of what `created`, `updated` and `deleted` carry. */
  readonly eventVersion: number;
  /** Whether that is another one than the first. */
  readonly laterVersion: boolean;
  /** Events of the config's own. */
  readonly extraEvents: readonly ExtraEventView[];
  /** Names of the shared enums that they carry. */
  readonly eventEnums: readonly string[];
  readonly seeds: SeedsView;
  /** What any number of rows is made from. */
  readonly factory: Factory;
  readonly probe: ProbeView;
}

/** Of each fleet: its service and the client ask for the same. */
const viewsOf = once((_: Fleet) => new Map<Entity, EntityView>());

export function viewEntity(entity: Entity, service: DomainService, fleet: Fleet): EntityView {
  const views = viewsOf(fleet);
  const view = views.get(entity) ?? lookAt(entity, service, fleet);
  views.set(entity, view);
  return view;
}

function lookAt(entity: Entity, service: DomainService, fleet: Fleet): EntityView {
  const { name, singular, plural, path, table } = entity;
  const { softDelete = false, audit = false, eventVersion = 1 } = entity;
  const fields = entity.fields.map((field) => ({
    ...viewField(field),
    // Among rows that are not deleted: an index says that.
    unique: field.unique && !softDelete,
    loose: softDelete && isReference(field) && field.inside === true && !isSoft(field, service),
  }));
  const indexes = viewIndexes(entity);
  const scopes = entityScopes(entity);
  const extraEvents = viewExtraEvents(entity);
  const references = viewReferences(entity, fleet);
  const embeds = viewEmbeds(entity, fleet);
  const referrers = viewReferrers(fleet, service.name, name);
  const allRelations = viewRelations(entity, fleet);
  const relations = allRelations.filter(({ many }) => !many);
  const lists = viewListTables(entity, allRelations);
  const joins = viewJoins(entity, service, fleet);
  const gone = goneWith(entity, service);
  const isAsked = gone.some((each) => viewReferrers(fleet, service.name, each.name).length > 0);
  const isRestricted = (each: Entity) => dependentsOf(each, service).some(({ onDelete }) => onDelete === 'restrict');
  const isHeld = isAsked || gone.some(isRestricted);
  const names = fields.map((field) => field.name);
  return {
    name,
    names: pascalCase(plural),
    singular,
    plural,
    type: typeName(name),
    variable: variableName(singular),
    collection: collectionName(singular, plural),
    file: kebabCase(singular),
    path,
    table,
    noun: prose(singular),
    nouns: prose(plural),
    aNoun: withArticle(prose(singular)),
    fields,
    columns: fields.filter(({ many }) => !many),
    lists: lists.filter(({ late }) => !late),
    lateLists: lists.filter(({ late }) => late),
    inputs: fields.filter(({ readOnly }) => !readOnly),
    readOnly: fields.filter(({ readOnly }) => readOnly),
    properties: [
      'id',
      ...names,
      ...(audit ? AUDIT_FIELDS : []),
      'version',
      'createdAt',
      'updatedAt',
      ...[...embeds.map((each) => each.name), ...joins.map((each) => each.embed)],
    ],
    required: fields.filter(({ optional, readOnly }) => !optional && !readOnly).map((field) => field.name),
    enums: fields.filter(({ data }) => data.type === 'ENUM'),
    sharedEnums: sharedEnumsOf(entity.fields),
    texts: fields.some(({ isText }) => isText),
    references,
    owners: viewOwners(entity, fleet),
    embeds,
    relations,
    relationsData: allRelations.map(({ field, to, many, onDelete }) => ({
      field,
      to,
      ...(many && { many }),
      onDelete,
    })),
    joins,
    joinsOne: joins.length === 1,
    joined: joinedBy(joins, name),
    joinsSingle: joins.some(({ many }) => !many),
    joinsMany: joins.some(({ many }) => many),
    late: allRelations.some(({ late }) => late),
    lateRelations: relations.some((relation) => relation.late),
    linked: embeds.length + joins.length + references.length > 0,
    inverses: viewInverses(entity, fleet),
    inverseOwners: inverseOwners(entity, fleet),
    enriched: embeds.length > 0 || joins.length > 0,
    related: dependentsOf(entity, service).length > 0,
    problems: writeProblems([entity]),
    softDelete,
    audit,
    indexes,
    live: indexes.some(({ live }) => live),
    referenceIndexes: entity.fields
      .filter(isRemote)
      .map(({ column }) => ({ column, name: databaseName(table, column) })),
    guarded: relationsOf(entity).some((field) => isSoft(field, service)),
    holds: [...(isHeld ? ['reference_restricted'] : []), ...(isAsked ? ['references_unknown'] : [])],
    referrers,
    rows: viewRows(entity),
    order: entity.list?.order ?? '',
    scopes,
    allScopes: scopesIn(scopes),
    createsApart: scopes.create !== scopes.update,
    deletesApart: scopes.delete !== scopes.update,
    unfit: {
      read: scopes.update === scopes.read ? 'another:scope' : scopes.update,
      create: scopes.read === scopes.create ? 'another:scope' : scopes.read,
    },
    eventVersion,
    laterVersion: eventVersion > 1,
    extraEvents,
    eventEnums: [...new Set(extraEvents.flatMap((event) => event.sharedEnums))].toSorted(),
    seeds: viewSeeds(entity, service, fleet),
    factory: viewFactory(entity, fleet),
    probe: viewProbe(entity, service, referrers),
  };
}

function isSoft({ entity }: ReferenceField, { entities }: DomainService): boolean {
  return entities.some(({ name, softDelete }) => name === entity && softDelete === true);
}

/** The values of the path variables `__entity__` and `__entities__`. */
export function entityNames({ singular, path }: Entity): Readonly<Record<string, string>> {
  return { entity: kebabCase(singular), entities: path };
}
