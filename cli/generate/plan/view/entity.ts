import type { Entity, Fleet } from '../../../config/model.ts';
import { kebabCase, pascalCase } from '../../../config/names.ts';
import type { Json } from '../../format/literal.ts';
import type { Definition } from './definition.ts';
import { type FieldView, viewField } from './field.ts';
import { collectionName, typeName, variableName } from './identifiers.ts';
import { type ProbeView, viewProbe } from './probe.ts';
import { type EmbedView, viewEmbeds, viewOwners, viewReferences, viewReferrers } from './references.ts';
import { type SeedsView, viewSeeds } from './seeds.ts';
import { prose, withArticle } from './words.ts';

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
  /** Names of all that a resource has. */
  readonly properties: readonly string[];
  /** Names of the fields that a create needs. */
  readonly required: readonly string[];
  readonly enums: readonly FieldView[];
  /** Whether it has texts without a bound. */
  readonly texts: boolean;
  /** What it refers to in other services. */
  readonly references: readonly Json[];
  /** By what of the typed client their owners are asked. */
  readonly owners: readonly Definition[];
  readonly embeds: readonly EmbedView[];
  /** Codes of what a create or a change may be refused with beside bad input. */
  readonly problems: readonly string[];
  /** What forbids to delete one. */
  readonly referrers: readonly Json[];
  readonly seeds: SeedsView;
  readonly probe: ProbeView;
}

export function viewEntity(entity: Entity, service: string, fleet: Fleet): EntityView {
  const { name, singular, plural, path, table } = entity;
  const fields = entity.fields.map(viewField);
  const embeds = viewEmbeds(entity, fleet);
  const referrers = viewReferrers(fleet, service, name);
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
    properties: ['id', ...names, 'version', 'createdAt', 'updatedAt', ...embeds.map((embed) => embed.name)],
    required: fields.filter(({ optional }) => !optional).map((field) => field.name),
    enums: fields.filter(({ data }) => data.type === 'ENUM'),
    texts: fields.some(({ isText }) => isText),
    references: viewReferences(entity, fleet),
    owners: viewOwners(entity, fleet),
    embeds,
    problems: [
      ...(fields.some(({ unique }) => unique) ? ['unique_violation'] : []),
      ...(entity.fields.some(({ type }) => type === 'reference') ? ['reference_not_found'] : []),
    ],
    referrers,
    seeds: viewSeeds(entity, fleet),
    probe: viewProbe(entity, referrers),
  };
}

/** The values of the path variables `__entity__` and `__entities__`. */
export function entityNames({ singular, path }: Entity): Readonly<Record<string, string>> {
  return { entity: kebabCase(singular), entities: path };
}
