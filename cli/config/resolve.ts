import { resolveDeploy } from './deploy.ts';
import { namesOf } from './derive.ts';
import type { Config, EntityConfig, FieldConfig, ServiceConfig } from './draft.ts';
import { eventNamed } from './events.ts';
import { fieldTypeOf } from './fields/index.ts';
import { targetOf } from './fields/reference.ts';
import type { DomainService, Entity, Field, Fleet, Service } from './model.ts';
import { resolveMonitoring } from './monitoring.ts';
import { kebabCase, snakeCase } from './names.ts';
import { resolveObservability } from './observability.ts';
import { resolveOperations } from './operations.ts';
import { inCreationOrder } from './relations.ts';
import { withSharedValues } from './shared-values.ts';
import { resolveSwarm } from './swarm.ts';

type Place = Pick<Fleet, 'root' | 'file' | 'environment'>;

/** The fleet of a config that is free of mistakes: names derived, defaults filled in, references linked. */
export function resolveFleet(config: Config, place: Place): Fleet {
  const { infrastructure = {}, defaults = {}, images = {}, observability = {} } = config;
  const monitoring = resolveMonitoring(infrastructure.monitoring);
  return {
    name: config.name,
    ...place,
    runtime: config.runtime ?? 'auto',
    infrastructure: {
      database: { engine: infrastructure.database?.engine ?? 'postgres' },
      broker: { engine: infrastructure.broker?.engine ?? 'rabbitmq' },
      cache: { engine: infrastructure.cache?.engine ?? 'none' },
      ...(monitoring && { monitoring }),
    },
    defaults: {
      timeoutMs: defaults.timeoutMs ?? 2000,
      retries: defaults.retries ?? 2,
      logLevel: defaults.logLevel ?? 'info',
    },
    images,
    deploy: resolveDeploy(config.deploy),
    observability: resolveObservability(observability, place.environment),
    swarm: resolveSwarm(config.swarm),
    enums: config.enums ?? {},
    services: Object.keys(config.services).map((name) => resolveService(name, config)),
  };
}

function resolveService(name: string, config: Config): Service {
  const service = config.services[name] as ServiceConfig;
  const { port, replicas = 1, resources } = service;
  const base = {
    name,
    port,
    replicas,
    ...(resources && { resources }),
    dependsOn: dependenciesOf(name, service, config),
  };
  if (service.kind === 'domain') {
    const entities = Object.entries(service.entities ?? {}).map(([entity, of]) => {
      return resolveEntity(entity, of, name, config);
    });
    const operations = resolveOperations(service, name, (values) => resolveValues(values, name, config));
    return {
      kind: service.kind,
      ...base,
      entities: inCreationOrder(entities),
      ...operations,
      ...resolveSubscribers(service, name),
    };
  }
  if (service.kind === 'file')
    return { kind: service.kind, ...base, storage: { driver: service.storage?.driver ?? 'local' } };
  if (service.kind === 'gateway') {
    const { kind, port: _port, replicas: _replicas, resources: _resources, workers = 1, ...settings } = service;
    return { kind, ...base, workers, settings };
  }
  return { kind: service.kind, ...base };
}

/** The gateway starts after all others, a referrer after the owners; the config service serves everyone, so it is first. */
function dependenciesOf(name: string, service: ServiceConfig, { services }: Config): string[] {
  const others = Object.keys(services).filter((other) => other !== name);
  if (service.kind === 'config') return [];
  if (service.kind === 'gateway') return others.toSorted();
  const config = others.filter((other) => services[other]?.kind === 'config');
  return [...new Set([...config, ...ownersOf(service, name)])].filter((each) => each !== name).toSorted();
}

function ownersOf({ entities = {} }: ServiceConfig, name: string): string[] {
  const fields = Object.values(entities).flatMap((entity) => Object.values(entity.fields));
  return fields.flatMap(({ references }) => (references === undefined ? [] : targetOf(references, name).service));
}

function resolveSubscribers({ subscribes }: ServiceConfig, service: string): Pick<DomainService, 'subscribers'> {
  if (!subscribes) return {};
  const subscribers = Object.entries(subscribes).map(([name, { to = [], ...settings }]) => {
    return { name, file: kebabCase(name), to: to.map((event) => eventNamed(event, service)), ...settings };
  });
  return { subscribers };
}

function resolveEntity(name: string, entity: EntityConfig, service: string, config: Config): Entity {
  const { plural, fields, list, seeds } = entity;
  const names = namesOf(name, plural);
  const operations = resolveOperations(entity, names.path, (values) => resolveValues(values, service, config));
  const events = Object.entries(entity.events ?? {}).map(([event, { version, data = {} }]) => ({
    name: event,
    verb: kebabCase(event),
    ...(version !== undefined && { version }),
    data: resolveValues(data, service, config),
  }));
  const { eventVersion, softDelete, audit, unique, indexes, renamedFrom } = entity;
  return {
    ...names,
    ...(renamedFrom !== undefined && { renamedFrom }),
    fields: resolveValues(fields, service, config),
    ...(list && { list }),
    ...(softDelete && { softDelete }),
    ...(audit && { audit }),
    ...(unique && { unique }),
    ...(indexes && { indexes }),
    ...(seeds && { seeds }),
    ...(entity.scopes && { scopes: entity.scopes }),
    ...(eventVersion !== undefined && { eventVersion }),
    ...(events.length > 0 && { events }),
    ...operations,
  };
}

function resolveValues(values: Record<string, FieldConfig>, service: string, config: Config): Field[] {
  return Object.entries(values).map(([name, of]) => resolveField(name, of, service, config));
}

/** A field, of an entity or of what a command takes. */
function resolveField(name: string, written: FieldConfig, service: string, { enums = {} }: Config): Field {
  const field = withSharedValues(written, enums);
  const { type: _, required = false, unique = false, readOnly = false, renamedFrom, ...settings } = field;
  const type = fieldTypeOf(field);
  if (!type) throw new Error(`No type of field fits ${name}`);
  const base = {
    name,
    column: snakeCase(name),
    required,
    unique,
    ...(readOnly && { readOnly }),
    ...(renamedFrom !== undefined && { renamedFrom }),
  };
  return type.resolve(base, settings, service);
}
