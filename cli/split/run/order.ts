import type { ReferenceField } from '../../config/model.ts';
import { entityOf, type Mapping, type SplitMapping } from '../mapping/contract.ts';
import { referencesOf } from './shape.ts';

/** Mappings into one table, in the order of the file: the first to have a value keeps it. */
export interface Group {
  /** `subject-service.Subject`; of a list `subject-service.Subject.tagIds`. */
  readonly name: string;
  readonly mappings: readonly Mapping[];
  /** Names of the groups that must be there before. */
  readonly after: readonly string[];
}

/** What refers to something comes after it, across services as well. */
export function groupsOf({ mappings }: Pick<SplitMapping, 'mappings'>): Group[] {
  const names = [...new Set(mappings.map(groupName))];
  return names.map((name) => {
    const own = mappings.filter((mapping) => groupName(mapping) === name);
    const after = new Set(own.flatMap(precedents).filter((other) => other !== name && names.includes(other)));
    return { name, mappings: own, after: [...after] };
  });
}

function groupName(mapping: Mapping): string {
  const { into } = mapping;
  return into.kind === 'list' ? `${entityOf(mapping)}.${into.field.name}` : entityOf(mapping);
}

function precedents(mapping: Mapping): string[] {
  const { into } = mapping;
  const references = referencesOf(mapping).filter((field) => into.kind === 'list' || !isLate(field, mapping));
  return [...(into.kind === 'list' ? [entityOf(mapping)] : []), ...references.map(leadsTo)];
}

export const leadsTo = ({ service, entity }: ReferenceField): string => `${service}.${entity}`;

/** Whether a reference can only be set once all rows are there: to the entity itself, or in a circle of several. */
export function isLate(field: ReferenceField, { into }: Mapping): boolean {
  if (into.kind !== 'entity' || field.required || !field.inside) return false;
  return field.circular === true || field.entity === into.entity.name;
}

/** The mapping that makes what a reference leads to. */
export function makerOf(field: string, reference: string, mapping: Mapping, all: readonly Mapping[]): Mapping {
  const { to } = mapping.fields[field] ?? {};
  const makers = all.filter((each) => each.into.kind !== 'list' && entityOf(each) === reference);
  const maker = to === undefined ? makers[0] : makers.find(({ name }) => name === to);
  if (!maker) throw new RangeError(`No mapping makes ${reference}`);
  return maker;
}
