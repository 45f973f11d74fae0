import type { Entity } from '../../../config/model.ts';
import { kebabCase, pascalCase } from '../../../config/names.ts';
import { type FieldView, viewField } from './field.ts';
import { collectionName, typeName, variableName } from './identifiers.ts';
import type { PlainField } from './plain-field.ts';
import { type ProbeView, viewProbe } from './probe.ts';
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
  readonly seeds: SeedsView;
  readonly probe: ProbeView;
}

export function viewEntity(entity: Entity): EntityView {
  const { name, singular, plural, path, table } = entity;
  const plain = entity.fields as readonly PlainField[];
  const fields = plain.map(viewField);
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
    properties: ['id', ...names, 'version', 'createdAt', 'updatedAt'],
    required: fields.filter(({ optional }) => !optional).map((field) => field.name),
    enums: fields.filter(({ data }) => data.type === 'ENUM'),
    seeds: viewSeeds(plain),
    probe: viewProbe(plain),
  };
}

/** The values of the path variables `__entity__` and `__entities__`. */
export function entityNames({ singular, path }: Entity): Readonly<Record<string, string>> {
  return { entity: kebabCase(singular), entities: path };
}
