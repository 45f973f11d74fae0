import type { Entity, Field, Fleet, ReferenceField, Service } from '../config/model.ts';
import { kebabCase } from '../config/names.ts';
import { FILE_ENTITY } from '../config/reserved.ts';
import { ownedBy } from '../generate/plan/view/owner.ts';
import { isReference } from '../generate/plan/view/plain-field.ts';
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
    references,
    events: fleet.services.flatMap((service) => eventsOf(service, fleet, referrers)),
  };
}

export const idOf = (service: string, name: string): string => `${service}.${name}`;

/** Of an entity's id. */
export const serviceOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));

function viewService({ name, kind, port }: Service, { services }: Fleet): GraphService {
  const serves = kind === 'gateway' ? services.filter((each) => each.kind !== 'gateway') : [];
  return { name, kind, port, serves: serves.map((each) => each.name) };
}

interface Publisher {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly verbs: readonly string[];
}

/** What the service owns, its events included. */
function owned({ name, kind, ...service }: Service, fleet: Fleet): readonly Publisher[] {
  const names = 'entities' in service ? (service.entities as readonly Entity[]).map((entity) => entity.name) : [];
  return (kind === 'file' ? [FILE_ENTITY] : names).map((entity) => {
    const { fields, verbs } = ownedBy(fleet, { service: name, entity });
    return { name: entity, fields, verbs: [...verbs, 'deleted'] };
  });
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

/** Who refers to another service's resource listens to it; inside a service the database holds both together. */
function eventsOf(service: Service, fleet: Fleet, referrers: ReadonlyMap<string, GraphReference[]>): GraphEvent[] {
  return owned(service, fleet).flatMap(({ name, verbs }) => {
    const publisher = idOf(service.name, name);
    const froms = (referrers.get(publisher) ?? []).map(({ from }) => from);
    const listeners = [...new Set(froms.filter((from) => serviceOf(from) !== service.name))];
    return verbs.map((verb) => ({
      type: `${fleet.name}.${service.name}.${kebabCase(name)}.${verb}.v1`,
      name: verb,
      publisher,
      listeners,
    }));
  });
}
