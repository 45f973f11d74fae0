import { resolveDeploy } from '../../../../cli/config/deploy.ts';
import type {
  DomainService,
  Entity,
  Field,
  Fleet,
  ReferenceField,
  Service,
  StringField,
} from '../../../../cli/config/model.ts';
import { camelCase, kebabCase, pluralOf, snakeCase } from '../../../../cli/config/names.ts';
import { resolveSwarm } from '../../../../cli/config/swarm.ts';

/** A fleet as the loader would resolve it. */
export function fleetOf(root: string, ...services: Service[]): Fleet {
  return {
    name: 'shop',
    root,
    file: `${root}/aurora.config.yaml`,
    environment: 'development',
    runtime: 'auto',
    infrastructure: { database: { engine: 'postgres' }, broker: { engine: 'rabbitmq' }, cache: { engine: 'none' } },
    defaults: { timeoutMs: 2000, retries: 2, logLevel: 'info' },
    images: {},
    deploy: resolveDeploy(),
    observability: { traces: { sample: 0, log: true }, otlp: null },
    swarm: resolveSwarm(),
    enums: {},
    services,
  };
}

export function domain(name: string, ...entities: Entity[]): DomainService {
  return { name, kind: 'domain', port: 8001, replicas: 1, dependsOn: [], entities };
}

export function entity(name: string, ...fields: Field[]): Entity {
  const singular = camelCase(name);
  const plural = pluralOf(singular);
  return { name, singular, plural, path: kebabCase(plural), table: snakeCase(plural), fields };
}

export function string(name: string, more: Partial<StringField> = {}): StringField {
  return { name, column: snakeCase(name), type: 'string', required: false, unique: false, maxLength: 255, ...more };
}

export function reference(name: string, service: string, target: string): ReferenceField {
  const column = snakeCase(name);
  return {
    name,
    column,
    type: 'reference',
    required: false,
    unique: false,
    service,
    entity: target,
    onDelete: 'restrict',
  };
}
