import type { Entity, Field, Fleet, ReferenceField } from '../../../config/model.ts';
import { kebabCase, snakeCase } from '../../../config/names.ts';
import { FILE_ENTITY, FILES_PATH } from '../../../config/reserved.ts';

type OwnedKey =
  | ('name' | 'singular' | 'plural' | 'path' | 'table' | 'fields' | 'seeds')
  | ('events' | 'eventVersion' | 'audit');

/** What referrers need to know of an entity that they refer to, whatever kind of service owns it. */
export interface Owned extends Pick<Entity, OwnedKey> {
  /** Its events but for `deleted`. */
  readonly verbs: readonly string[];
  /** Whether its service begins with rows. */
  readonly seeded: boolean;
}

export function ownedBy(fleet: Fleet, { service, entity }: Pick<ReferenceField, 'service' | 'entity'>): Owned {
  const owner = fleet.services.find(({ name }) => name === service);
  if (owner?.kind === 'file') return FILE;
  const owned = owner?.kind === 'domain' ? owner.entities.find(({ name }) => name === entity) : undefined;
  if (!owned) throw new Error(`There is no ${service}.${entity}`);
  return { ...owned, verbs: ['created', 'updated'], seeded: true };
}

/** Bytes: as many as a number counts exactly, for files are larger than the integers of an entity. */
const size: Field = {
  name: 'size',
  column: 'size',
  type: 'integer',
  required: true,
  unique: false,
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
};

/** The one entity of a file service, as its API gives it. */
const FILE: Owned = {
  name: FILE_ENTITY,
  singular: kebabCase(FILE_ENTITY),
  plural: FILES_PATH,
  path: FILES_PATH,
  table: FILES_PATH,
  fields: [text('name'), text('contentType'), size, text('sha256')],
  verbs: ['uploaded', 'updated'],
  seeded: false,
};

function text(name: string): Field {
  return { name, column: snakeCase(name), type: 'text', required: true, unique: false };
}
