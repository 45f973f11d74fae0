import { eventName, eventType, standardEvents, versionOf } from '../../../config/events.ts';
import type { Entity, Field, Fleet, Service } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import { isPlain } from '../../../config/plain-field.ts';
import { AUDIT_FIELDS, FILE_ENTITY } from '../../../config/reserved.ts';
import type { Json } from '../../format/literal.ts';
import { viewField } from '../view/field.ts';
import { sample } from '../view/sample.ts';
import { capitalise, prose } from '../view/words.ts';
import type { DataSchema, ValueSchema } from './schema.ts';
import { FILE_DATA, FILE_EXAMPLE, SETTINGS_DATA, SETTINGS_EXAMPLE } from './told-by-aurora.ts';

/** An event as the config has it now. */
export interface PublishedEvent {
  readonly service: string;
  /** `account.money-transferred`: the middle of its type, and the beginning of its files. */
  readonly name: string;
  readonly version: number;
  /** `bank.bank-service.account.money-transferred.v2` */
  readonly type: string;
  /** The same with another version. */
  typeOf(version: number): string;
  /** In sentences: `Account: money transferred`. */
  readonly title: string;
  readonly data: DataSchema;
  readonly example: Json;
  /** Where the config says its version, or would; null: it is none of the config's. */
  readonly said: Said | null;
}

/** The place of a version in the config. */
export interface Said {
  /** Of the entity or the event that it is said of. */
  readonly path: readonly string[];
  readonly key: 'eventVersion' | 'version';
}

/** All that a service tells. */
export function publishedBy(service: Service, fleet: Fleet): readonly PublishedEvent[] {
  switch (service.kind) {
    case 'domain':
      return service.entities.flatMap((entity) => eventsOfEntity(entity, service.name, fleet));
    case 'file':
      return standardEvents('file').map((event) =>
        told(fleet, service, kebabCase(FILE_ENTITY), event, { data: FILE_DATA, example: FILE_EXAMPLE }),
      );
    case 'config':
      return [told(fleet, service, 'settings', 'updated', { data: SETTINGS_DATA, example: SETTINGS_EXAMPLE })];
    case 'gateway':
      return [];
  }
}

type Carried = Pick<PublishedEvent, 'data' | 'example'>;
const BY_AURORA = { version: 1, said: null };

function told(
  fleet: Fleet,
  service: Pick<Service, 'name'>,
  singular: string,
  event: string,
  carried: Carried,
  { version, said }: Pick<PublishedEvent, 'version' | 'said'> = BY_AURORA,
): PublishedEvent {
  const typeOf = (each: number) => eventType(fleet.name, service.name, singular, event, each);
  return {
    service: service.name,
    name: eventName(singular, event),
    version,
    type: typeOf(version),
    typeOf,
    title: `${capitalise(prose(singular))}: ${prose(event)}`,
    ...carried,
    said,
  };
}

function eventsOfEntity(entity: Entity, service: string, fleet: Fleet): readonly PublishedEvent[] {
  const { name, singular, events = [] } = entity;
  const path = ['services', service, 'entities', name];
  const resource = resourceOf(entity);
  const standard = standardEvents('domain').map((event) => {
    const of = { version: versionOf(entity, event), said: { path, key: 'eventVersion' as const } };
    return told(fleet, { name: service }, singular, event, resource, of);
  });
  const extra = events.map((event) => {
    const said = { path: [...path, 'events', event.name], key: 'version' as const };
    const of = { version: versionOf(entity, event.name), said };
    return told(fleet, { name: service }, singular, event.name, carriedIn(event.data), of);
  });
  return [...standard, ...extra];
}

const moment = { type: 'string', format: 'date-time' };
const MORNING = '2026-01-01T08:00:00.000Z';

/** As the service's API gives it, without what reads embed. */
function resourceOf({ fields, audit }: Entity): Carried {
  const audited = audit ? [...AUDIT_FIELDS] : [];
  const { data, example } = carriedIn(fields);
  const properties: Record<string, ValueSchema> = {
    id: { type: 'string', format: 'uuid' },
    ...data.properties,
    ...Object.fromEntries(audited.map((name) => [name, { type: ['string', 'null'] }])),
    version: { type: 'integer', minimum: 1 },
    createdAt: moment,
    updatedAt: moment,
  };
  return {
    data: { type: 'object', properties, required: Object.keys(properties) },
    example: {
      id: idOf(0),
      ...(example as object),
      ...Object.fromEntries(audited.map((name) => [name, 'somebody'])),
      version: 1,
      createdAt: MORNING,
      updatedAt: MORNING,
    },
  };
}

function carriedIn(fields: readonly Field[]): Carried {
  const properties = fields.map((field) => [field.name, viewField(field).schema] as const);
  const example = fields.map((field, index) => [field.name, exampleOf(field, index + 1)] as const);
  return {
    data: {
      type: 'object',
      properties: Object.fromEntries(properties) as DataSchema['properties'],
      required: fields.map(({ name }) => name),
    },
    example: Object.fromEntries(example),
  };
}

/** Each reference leads to something else. */
function exampleOf(field: Field, index: number): Json {
  if (isPlain(field)) return sample(field, 0);
  return field.many ? [idOf(index)] : idOf(index);
}

function idOf(n: number): string {
  return `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`;
}
