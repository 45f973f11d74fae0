import { gatewaySettings } from '../../../shared/gateway/settings/index.ts';
import { MAX_WORKERS } from '../../../shared/settings/max-workers.ts';
import type { ObjectSchema, Schema } from '../json-schema.ts';
import type { Service } from '../model.ts';
import { choice } from './choice.ts';
import { definition } from './definition.ts';
import { nameSchema } from './name-schema.ts';
import { serviceOperations } from './operations.ts';
import { serviceSubscribers } from './subscribers.ts';

/** Containers are called `<fleet>-<service>-<n>`, which DNS holds to 63 characters. */
export const fleetName = nameSchema('kebab', 24);
export const serviceName = nameSchema('kebab', 34);

const port: Schema = {
  title: 'Port',
  description: 'TCP port on 127.0.0.1, different for each service, and none that databases and brokers are known by.',
  type: 'integer',
  minimum: 1024,
  maximum: 65535,
  examples: [8002],
};

const storage: ObjectSchema = {
  title: 'Storage',
  description: 'Where the files’ contents lie.',
  type: 'object',
  properties: {
    driver: {
      title: 'Storage driver',
      description: 'The kind of storage.',
      enum: ['local', 's3'],
      enumDescriptions: ['a folder or volume of the service', 'a bucket of any S3-compatible store'],
      default: 'local',
    },
  },
  additionalProperties: false,
};

const workers: Schema = {
  title: 'Worker processes',
  description: 'How many processes of the gateway serve together on its port. A change needs a restart.',
  type: 'integer',
  minimum: 1,
  maximum: MAX_WORKERS,
  default: 1,
};

/** The live settings of a gateway have the same names and schemas in the config; who has a key is no matter of code. */
const { apiKeys: _live, ...gatewaySchemas } = gatewaySettings;
const gatewayKeys = Object.fromEntries(Object.keys(gatewaySchemas).map((name) => [name, definition(name)]));

const replicas: Schema = {
  title: 'Replicas',
  description:
    'How many instances of it run where a runtime can run several; the others run one and say so. Of a file service several need `storage: { driver: s3 }`.',
  type: 'integer',
  minimum: 1,
  maximum: 100,
  default: 1,
};

const resources: Schema = {
  title: 'Resources',
  description:
    'What each instance may take at most, in containers: of processes nobody counts it. A swarm and Kubernetes place it by a part of that.',
  type: 'object',
  properties: {
    memoryMb: {
      title: 'Memory',
      description:
        'Megabytes. Who takes more is ended by the engine. Unless given 512; of a gateway with several workers 512 for each, and 256 more.',
      type: 'integer',
      minimum: 128,
      maximum: 1_048_576,
    },
    cpus: {
      title: 'Processors',
      description:
        'Who needs more is slowed down; JavaScript runs on one. Unless given 2; of a gateway with more workers as many as it has. On one engine never more than that has.',
      type: 'number',
      minimum: 0.1,
      maximum: 256,
      examples: [0.5],
    },
  },
  additionalProperties: false,
};

interface Kind {
  readonly title: string;
  readonly description: string;
  /** Beside those of every kind. */
  readonly properties?: ObjectSchema['properties'];
  readonly required?: readonly string[];
}

const KINDS: Record<Service['kind'], Kind> = {
  gateway: {
    title: 'Gateway',
    description: 'The entry for clients: routes `/api/v1/…` to the services. At most one.',
    properties: { workers: definition('workers'), ...gatewayKeys },
  },
  config: {
    title: 'Config service',
    description: 'Keeps the services’ settings and the registry of their instances. At most one.',
  },
  domain: {
    title: 'Domain service',
    description: 'Owns entities, with a database of its own.',
    properties: { entities: definition('entities'), ...serviceOperations, ...serviceSubscribers },
    required: ['entities'],
  },
  file: {
    title: 'File service',
    description: 'Stores uploaded files and hands out signed download URLs. At most one.',
    properties: { storage: definition('storage') },
  },
};

function ofKind(kind: string, { title, description, properties, required = [] }: Kind): ObjectSchema {
  const decisive = { const: kind, title: 'Kind', description: `\`${kind}\`.` };
  return {
    title,
    description,
    type: 'object',
    required: ['kind', 'port', ...required],
    properties: {
      kind: decisive,
      port: definition('port'),
      replicas: definition('replicas'),
      resources: definition('resources'),
      ...properties,
    },
    additionalProperties: false,
  };
}

export const SERVICE_KINDS = Object.keys(KINDS) as Service['kind'][];

const service: Schema = {
  title: 'Service',
  ...choice('kind', 'Kind of the service', SERVICE_KINDS, 'Service', {
    properties: {
      port: definition('port'),
      replicas: definition('replicas'),
      resources: definition('resources'),
      workers: definition('workers'),
      ...gatewayKeys,
      entities: definition('entities'),
      storage: definition('storage'),
      ...serviceOperations,
      ...serviceSubscribers,
    },
  }),
};

export const SERVICES: Readonly<Record<string, Schema>> = {
  port,
  replicas,
  resources,
  workers,
  ...gatewaySchemas,
  storage,
  service,
  ...Object.fromEntries(Object.entries(KINDS).map(([kind, of]) => [`${kind}Service`, ofKind(kind, of)])),
};
