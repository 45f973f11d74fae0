import type { Entity, Field, Fleet, ReferenceField } from '../../../config/model.ts';
import { isPlain, isReference } from '../../../config/plain-field.ts';
import type { Json } from '../../format/literal.ts';
import { type Owned, ownedBy } from './owner.ts';
import { sample } from './sample.ts';
import { prose, withArticle } from './words.ts';

/** A resource as contract tests make it; `Made` of `shared/pacts` is its type. */
export interface MadeView {
  readonly [key: string]: Json;
  readonly id: string;
  readonly path: string;
  readonly states: readonly StateView[];
  readonly absence: string;
  readonly fields: Readonly<Record<string, Json>>;
}

interface StateView {
  readonly [key: string]: Json;
  readonly state: string;
  readonly params: Readonly<Record<string, Json>>;
}

/** What it takes to tell resources of one entity apart. */
type Of = Pick<ReferenceField, 'service' | 'entity'>;

/** @param n which of them, from 1 */
export function viewMade(fleet: Fleet, of: Of, n: number, values: Readonly<Record<string, Json>> = {}): MadeView {
  const owned = ownedBy(fleet, of);
  const id = idOf(n);
  return {
    id,
    path: `/api/v1/${owned.path}`,
    states: statesOf(fleet, of, id, values),
    absence: `no ${prose(owned.singular)} exists`,
    ...(changeOf(owned.fields) === undefined && { isFixed: true }),
    fields: { ...fieldsOf(owned, values), version: 1, createdAt: MOMENT, updatedAt: MOMENT },
  };
}

/** A change that changes something; undefined: there is nothing that can be changed. */
export function changeOf(fields: readonly Field[]): Readonly<Record<string, Json>> | undefined {
  const differing = fields.filter(isPlain).filter((field) => {
    return JSON.stringify(sample(field, 1)) !== JSON.stringify(sample(field, 0));
  });
  const changed = differing.find(({ unique }) => !unique) ?? differing[0];
  return changed && { [changed.name]: sample(changed, 1) };
}

/** What must be there before one of them can be made. */
export function neededFor(fleet: Fleet, of: Of, values: Readonly<Record<string, Json>> = {}): readonly StateView[] {
  return statesOf(fleet, of, '', values).slice(0, -1);
}

const MOMENT = '2026-01-01T08:00:00.000Z';

export function idOf(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** One of whatever somebody must refer to. */
const NEEDED = idOf(101);

/** What it refers to comes first. */
function statesOf(fleet: Fleet, of: Of, id: string, values: Readonly<Record<string, Json>>): readonly StateView[] {
  const { singular, fields } = ownedBy(fleet, of);
  const references = fields.filter(isReference).filter((field) => isMust(field) || field.name in values);
  const before = references.flatMap((field): readonly StateView[] => {
    const given = values[field.name] ?? NEEDED;
    const needed = Array.isArray(given) ? String(given[0]) : String(given);
    if (field.inside) return statesOf(fleet, { ...field, service: of.service }, needed, {});
    return [{ state: `${field.service}.${field.entity} is known`, params: { id: needed } }];
  });
  const known = {
    state: `${withArticle(prose(singular))} exists`,
    params: { id, ...fieldsOf(ownedBy(fleet, of), values) },
  };
  return [...new Map([...before, known].map((each) => [JSON.stringify(each), each])).values()];
}

/** What a create names: all but references that may stay empty, whose values would have to be there first. */
function fieldsOf({ fields }: Pick<Owned, 'fields'>, values: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(
    fields.flatMap((field): [string, Json][] => {
      if (isPlain(field)) return [[field.name, values[field.name] ?? sample(field, 0)]];
      return isMust(field) || field.name in values ? [[field.name, values[field.name] ?? referenceTo(field)]] : [];
    }),
  );
}

function referenceTo({ many }: ReferenceField): Json {
  return many ? [NEEDED] : NEEDED;
}

/** What must be there first: of those there is no circle. */
function isMust(field: Field): boolean {
  return isReference(field) && field.required;
}

/** The same entity, as clients may send it. */
export function inputOf(entity: Pick<Entity, 'fields'>, made: MadeView): Readonly<Record<string, Json>> {
  const names = entity.fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
  return Object.fromEntries(names.flatMap((name) => (name in made.fields ? [[name, made.fields[name] ?? null]] : [])));
}
