import type { Entity } from '../../../config/model.ts';
import { kebabCase, pascalCase } from '../../../config/names.ts';
import { type FieldView, viewField } from './field.ts';
import { prose, withArticle } from './words.ts';

/** What a template sees of an entity: every name in every form it is written in. */
export interface EntityView {
  /** `CourseUnit`: the type. */
  readonly name: string;
  /** `CourseUnits`. */
  readonly names: string;
  /** `courseUnit`: a variable. */
  readonly singular: string;
  /** `courseUnits`. */
  readonly plural: string;
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
}

export function viewEntity(entity: Entity): EntityView {
  const { name, singular, plural, path, table } = entity;
  return {
    name,
    names: pascalCase(plural),
    singular,
    plural,
    file: kebabCase(singular),
    path,
    table,
    noun: prose(singular),
    nouns: prose(plural),
    aNoun: withArticle(prose(singular)),
    fields: entity.fields.map(viewField),
  };
}

/** The values of the path variables `__entity__` and `__entities__`. */
export function entityNames({ singular, path }: Entity): Readonly<Record<string, string>> {
  return { entity: kebabCase(singular), entities: path };
}
