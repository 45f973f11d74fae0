import { UUID } from '../../../config/fields/uuid.ts';
import type { DomainService, Fleet } from '../../../config/model.ts';
import { isReference } from '../../../config/plain-field.ts';
import { type PlacedRow, profilesOf, rowsOf } from '../../../config/seed-rows.ts';
import { Code, type Json, printString } from '../../format/literal.ts';
import { ownedBy } from './owner.ts';

/** Rows that the config asks for. */
export interface SeedRowsView {
  readonly profile: string;
  /** In the order in which they can be created. */
  readonly rows: Json;
  /** Whether any refers to another. */
  readonly refer: boolean;
}

export function viewSeedRows(service: DomainService, fleet: Fleet): readonly SeedRowsView[] {
  return profilesOf(service).map((profile) => {
    const rows = rowsOf(service, profile).map((row) => viewRow(row, fleet));
    return { profile, rows, refer: rows.some(({ fields }) => Object.values(fields).flat().some(isCode)) };
  });
}

function viewRow({ entity, key, row }: PlacedRow, fleet: Fleet) {
  const given = entity.fields.filter(({ name }) => (row[name] ?? null) !== null);
  const fields: Record<string, Json> = {};
  for (const field of given) {
    const value = row[field.name] as Json;
    if (!isReference(field)) fields[field.name] = value;
    else {
      const { plural } = ownedBy(fleet, field);
      const idOf = (each: Json) => idCode(field.service, plural, String(each));
      fields[field.name] = Array.isArray(value) ? value.map(idOf) : idOf(value);
    }
  }
  return { entity: entity.plural, key, fields };
}

function idCode(service: string, plural: string, key: string): Json {
  return UUID.test(key)
    ? key
    : new Code(
        'seedId',
        [service, plural, key].map((text) => printString(text)),
      );
}

function isCode(value: unknown): boolean {
  return value instanceof Code;
}
