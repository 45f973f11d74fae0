import type { DomainService, Entity, Field, Fleet, ReferenceField } from '../../../config/model.ts';
import { Code, type Json, printString } from '../../format/literal.ts';
import { ownedBy } from './owner.ts';
import { isReference } from './plain-field.ts';
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
  // Without what it must refer to there can be no row.
  const possible = fields.every((field) => seeded.includes(field) || !field.required);
  const required = seeded.filter((field) => field.required && !('default' in field));
  const rowsOf = (profile: Profile, each: readonly (readonly Field[])[]) =>
    // What the config says of a profile is all that there is in it.
    possible && !(profile.name in seeds) ? each.map((of, n) => viewRow(of, n, profile, fleet)).filter(isPossible) : [];
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
    const value = isReference(field) ? idOf(field, n, profile, fleet) : sample(field, n);
    if (value === undefined && field.required) return undefined;
    if (value !== undefined) fields[field.name] = value;
  }
  return { key: profile.keys[n] as string, fields };
}

function isPossible(row: Row | undefined): row is Row {
  return row !== undefined;
}

function refers({ fields }: Row): boolean {
  return Object.values(fields).some((value) => value instanceof Code);
}

/** Whether what it leads to is seeded before it. */
function isThere(field: ReferenceField, entity: Entity, { entities }: DomainService, fleet: Fleet): boolean {
  if (!field.inside) return ownedBy(fleet, field).seeded;
  const placeOf = (name: string) => entities.findIndex((each) => each.name === name);
  return placeOf(field.entity) < placeOf(entity.name);
}

/** The row under the same key; or, of rows of the config, one after the other. Undefined where there is none left for it. */
function idOf(field: ReferenceField, n: number, { name, keys }: Profile, fleet: Fleet): Code | undefined {
  const { plural, seeds } = ownedBy(fleet, field);
  const configured = seeds && name in seeds ? Object.keys(seeds[name] ?? {}) : undefined;
  const key = configured ? configured[field.unique ? n : n % configured.length] : keys[n];
  return key === undefined
    ? undefined
    : new Code(
        'seedId',
        [field.service, plural, key].map((text) => printString(text)),
      );
}
