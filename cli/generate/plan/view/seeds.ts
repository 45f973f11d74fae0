import type { DomainService, Entity, Field, Fleet, ReferenceField } from '../../../config/model.ts';
import { isReference } from '../../../config/plain-field.ts';
import { Code, type Json, printString } from '../../format/literal.ts';
import { once } from './once.ts';
import { ownedBy } from './owner.ts';
import { sample } from './sample.ts';

export interface SeedsView {
  /** A few complete rows. */
  readonly dev: Json;
  /** One row with every field, one with those that must be there. */
  readonly test: Json;
  /** Whether rows of the profile refer to other rows. */
  readonly devRefers: boolean;
  readonly testRefers: boolean;
}

/** The rows that services begin with, by the keys that seeds of other services know them by. */
const DEV = ['first', 'second', 'third'];
const TEST = ['full', 'bare'];

export function viewSeeds(entity: Entity, service: DomainService, fleet: Fleet): SeedsView {
  const { seeds = {} } = entity;
  const fields = entity.fields.filter(({ readOnly }) => !readOnly);
  const seeded = fields.filter((field) => !isReference(field) || isThere(field, entity, service, fleet));
  const required = seeded.filter((field) => field.required && !('default' in field));
  const rowsOf = (profile: Profile, each: readonly (readonly Field[])[]) =>
    // What the config says of a profile is all that there is in it.
    profile.name in seeds
      ? []
      : each
          .slice(0, seedRows(entity, service, fleet, profile.name))
          .map((of, n) => viewRow(of, n, profile, fleet))
          .filter(isPossible);
  const dev = rowsOf({ name: 'dev', keys: DEV }, [seeded, seeded, seeded]);
  const test = rowsOf({ name: 'test', keys: TEST }, [seeded, required]);
  return { dev, test, devRefers: dev.some(refers), testRefers: test.some(refers) };
}

interface Profile {
  readonly name: string;
  readonly keys: readonly string[];
}

type Row = {
  readonly key: string;
  readonly fields: { readonly [name: string]: Json };
};

function viewRow(of: readonly Field[], n: number, profile: Profile, fleet: Fleet): Row | undefined {
  const fields: Record<string, Json> = {};
  for (const field of of) {
    const value = isReference(field) ? idsOf(field, n, profile, fleet) : sample(field, n);
    if (value === undefined && field.required) return undefined;
    if (value !== undefined) fields[field.name] = value;
  }
  return { key: profile.keys[n] as string, fields };
}

function isPossible(row: Row | undefined): row is Row {
  return row !== undefined;
}

function refers({ fields }: Row): boolean {
  return Object.values(fields)
    .flat()
    .some((value) => value instanceof Code);
}

/** By profile. */
const countsOf = once((_: Entity) => new Map<string, number>());

/** How many rows there are: fewer where values have to differ and do not, none where they would have to refer to nothing. */
function seedRows(entity: Entity, service: DomainService, fleet: Fleet, profile: string): number {
  const configured = entity.seeds?.[profile];
  if (configured) return Object.keys(configured).length;
  const counts = countsOf(entity);
  const most = (field: Field): number => {
    if (isReference(field)) {
      const rows = isThere(field, entity, service, fleet) ? rowsOf(field, fleet, profile) : 0;
      return (rows > 0 ? field.unique : field.required) ? rows : DEV.length;
    }
    return field.unique ? new Set(DEV.map((_, n) => JSON.stringify(sample(field, n)))).size : DEV.length;
  };
  const rows = counts.get(profile) ?? Math.min(DEV.length, ...entity.fields.map(most));
  counts.set(profile, rows);
  return rows;
}

/** How many there are of what is referred to. */
function rowsOf(field: ReferenceField, fleet: Fleet, profile: string): number {
  const owner = fleet.services.find(({ name }) => name === field.service);
  const owned = owner?.kind === 'domain' && owner.entities.find(({ name }) => name === field.entity);
  return owned ? seedRows(owned, owner, fleet, profile) : 0;
}

/** Whether what it leads to is seeded before it. */
function isThere(field: ReferenceField, entity: Entity, { entities }: DomainService, fleet: Fleet): boolean {
  if (!field.inside) return ownedBy(fleet, field).seeded;
  const placeOf = (name: string) => entities.findIndex((each) => each.name === name);
  return placeOf(field.entity) < placeOf(entity.name);
}

function idsOf(field: ReferenceField, n: number, profile: Profile, fleet: Fleet): Json | undefined {
  const id = idOf(field, n, profile, fleet);
  return field.many && id !== undefined ? [id] : id;
}

/** The row under the same key, or another where that is missing; or, of rows of the config, one after the other. Undefined where there is none left for it. */
function idOf(field: ReferenceField, n: number, { name, keys }: Profile, fleet: Fleet): Code | undefined {
  const { plural, seeds } = ownedBy(fleet, field);
  const configured = seeds && name in seeds ? Object.keys(seeds[name] ?? {}) : undefined;
  const key = configured ? configured[field.unique ? n : n % configured.length] : keys[n % rowsOf(field, fleet, name)];
  return key === undefined
    ? undefined
    : new Code(
        'seedId',
        [field.service, plural, key].map((text) => printString(text)),
      );
}
