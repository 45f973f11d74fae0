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
  /** Whether rows refer to rows of other services. */
  readonly refer: boolean;
}

/** The rows that services begin with, by the keys that seeds of other services know them by. */
const DEV = ['first', 'second', 'third'];
const TEST = ['full', 'bare'];

export function viewSeeds(entity: Entity, service: DomainService, fleet: Fleet): SeedsView {
  const fields = entity.fields.filter(({ readOnly }) => !readOnly);
  const seeded = fields.filter((field) => !isReference(field) || isThere(field, entity, service, fleet));
  // Without what it must refer to there can be no row.
  const possible = fields.every((field) => seeded.includes(field) || !field.required);
  const required = seeded.filter((field) => field.required && !('default' in field));
  const row = (keys: readonly string[], of: readonly Field[], n: number) => ({
    key: keys[n] as string,
    fields: Object.fromEntries(of.map((field) => [field.name, seedOf(field, keys[n] as string, n, fleet)])),
  });
  return {
    dev: possible ? DEV.map((_, n) => row(DEV, seeded, n)) : [],
    test: possible ? [row(TEST, seeded, 0), row(TEST, required, 1)] : [],
    refer: possible && seeded.some(isReference),
  };
}

/** Whether what it leads to is seeded before it. */
function isThere(field: ReferenceField, entity: Entity, { entities }: DomainService, fleet: Fleet): boolean {
  if (!field.inside) return ownedBy(fleet, field).seeded;
  const placeOf = (name: string) => entities.findIndex((each) => each.name === name);
  return placeOf(field.entity) < placeOf(entity.name);
}

function seedOf(field: Field, key: string, n: number, fleet: Fleet): Json {
  return isReference(field) ? idOf(field, key, fleet) : sample(field, n);
}

/** The row under the same key. */
function idOf(field: ReferenceField, key: string, fleet: Fleet): Code {
  return new Code(
    'seedId',
    [field.service, ownedBy(fleet, field).plural, key].map((text) => printString(text)),
  );
}
