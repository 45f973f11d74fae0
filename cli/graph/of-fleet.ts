import { eventType, standardEvents, versionOf } from '../config/events.ts';
import type { Entity, Field, Fleet, ReferenceField, Service, SubscribedEvent, Subscriber } from '../config/model.ts';
import { isReference } from '../config/plain-field.ts';
import { FILE_ENTITY } from '../config/reserved.ts';
import { ownedBy } from '../generate/plan/view/owner.ts';
import type { FleetGraph, GraphEntity, GraphEvent, GraphReference, GraphService } from './model.ts';

/** Pure: the same config gives the same graph. */
export function graphOf(fleet: Fleet): FleetGraph {
  const references = fleet.services.flatMap(referencesOf);
  const referrers = Map.groupBy(references, ({ to }) => to);
  return {
    fleet: fleet.name,
    services: fleet.services.map((service) => viewService(service, fleet)),
    entities: fleet.services.flatMap((service) =>
      owned(service, fleet).map(({ name, fields }) => ({
        id: idOf(service.name, name),
        service: service.name,
        name,
        fields: fields.map(viewField),
      })),
    ),
    subscribers: fleet.services.flatMap((service) =>
      subscribersOf(service).map(({ name }) => ({ id: idOf(service.name, name), service: service.name, name })),
    ),
    references,
    events: fleet.services.flatMap((service) => eventsOf(service, fleet, referrers)),
  };
}

export const idOf = (service: string, name: string): string => `${service}.${name}`;

/** Of the id of an entity or a subscriber. */
export const serviceOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));

function viewService({ name, kind, port }: Service, { services }: Fleet): GraphService {
  const serves = kind === 'gateway' ? services.filter((each) => each.kind !== 'gateway') : [];
  return { name, kind, port, serves: serves.map((each) => each.name) };
}

interface Publisher {
  readonly name: string;
  readonly singular: string;
  readonly fields: readonly Field[];
  readonly events: readonly { readonly name: string; readonly extra: boolean }[];
}

/** What the service owns, with all that is told of it. */
function owned(service: Service, fleet: Fleet): readonly Publisher[] {
  const entities: readonly Pick<Entity, 'name' | 'events'>[] =
    service.kind === 'domain' ? service.entities : service.kind === 'file' ? [{ name: FILE_ENTITY }] : [];
  return entities.map(({ name, events = [] }) => {
    const { singular, fields } = ownedBy(fleet, { service: service.name, entity: name });
    const usual = standardEvents(service.kind === 'file' ? 'file' : 'domain').map((event) => ({
      name: event,
      extra: false,
    }));
    return {
      name,
      singular,
      fields,
      events: [...usual, ...events.map((event) => ({ name: event.name, extra: true }))],
    };
  });
}

function subscribersOf(service: Service): readonly Subscriber[] {
  return service.kind === 'domain' ? (service.subscribers ?? []) : [];
}

function viewField(field: Field): GraphEntity['fields'][number] {
  return { name: field.name, type: field.type, required: field.required, unique: field.unique };
}

function referencesOf(service: Service): GraphReference[] {
  if (service.kind !== 'domain') return [];
  return service.entities.flatMap(({ name, fields }) =>
    fields.filter(isReference).map((field) => ({
      from: idOf(service.name, name),
      to: targetOf(field),
      field: field.name,
      required: field.required,
      onDelete: field.onDelete,
    })),
  );
}

const targetOf = ({ service, entity }: ReferenceField): string => idOf(service, entity);

/**
 * Who refers to another service's resource listens to its changes and its end; inside a service the database holds both together.
 * Subscribers listen to what they name.
 */
function eventsOf(service: Service, fleet: Fleet, referrers: ReadonlyMap<string, GraphReference[]>): GraphEvent[] {
  return owned(service, fleet).flatMap(({ name: entity, singular, events }) => {
    const publisher = idOf(service.name, entity);
    const owner = ownedBy(fleet, { service: service.name, entity });
    const froms = (referrers.get(publisher) ?? []).map(({ from }) => from);
    const copies = [...new Set(froms.filter((from) => serviceOf(from) !== service.name))];
    return events.map(({ name, extra }) => ({
      type: eventType(fleet.name, service.name, singular, name, versionOf(owner, name)),
      name,
      publisher,
      listeners: [...(extra ? [] : copies), ...subscribersTo(fleet, { service: service.name, entity, event: name })],
    }));
  });
}

function subscribersTo({ services }: Fleet, { service, entity, event }: SubscribedEvent): string[] {
  return services.flatMap((listening) =>
    subscribersOf(listening)
      .filter(({ to }) => to.some((each) => each.service === service && each.entity === entity && each.event === event))
      .map(({ name }) => idOf(listening.name, name)),
  );
}
