/**
 * The one annotated source of the config: `npm run config:build` makes the validator, the editors' aurora.schema.json
 * and the reference in docs/config.md from it.
 */
import { FIELD_TYPES } from './fields/index.ts';
import type { ObjectSchema, Schema } from './json-schema.ts';
import { NAME_FORMS } from './names.ts';

function nameSchema(form: keyof typeof NAME_FORMS, maxLength: number): Schema {
  const { pattern, inWords } = NAME_FORMS[form];
  return { type: 'string', pattern, patternErrorMessage: inWords, maxLength };
}

/** Containers are called `<fleet>-<service>-<n>`, which DNS holds to 63 characters. */
const fleetName = nameSchema('kebab', 24);
const serviceName = nameSchema('kebab', 34);
/** With the underscores of snake_case and a plural's ending it stays below PostgreSQL's 63 bytes for a name. */
const entityName = nameSchema('pascal', 40);
const memberName = nameSchema('camel', 40);

const port: Schema = {
  title: 'Port',
  description: 'TCP port on 127.0.0.1, different for each service, and none that databases and brokers are known by.',
  type: 'integer',
  minimum: 1024,
  maximum: 65535,
  examples: [8002],
};

const runtime: Schema = {
  title: 'Runtime',
  description: 'Where `aurora up` runs the fleet unless `--runtime` or `AURORA_RUNTIME` says otherwise.',
  enum: ['auto', 'process', 'docker', 'swarm'],
  enumDescriptions: [
    '`docker` if an engine answers and the images can be had, else `process`',
    'child processes on this machine, with a PostgreSQL of their own',
    'containers on one host',
    'services on a swarm of hosts',
  ],
  default: 'auto',
};

const infrastructure: ObjectSchema = {
  title: 'Infrastructure',
  description: 'What the services stand on.',
  type: 'object',
  properties: {
    database: {
      title: 'Database',
      description: 'One database and one login for each service.',
      type: 'object',
      properties: {
        engine: {
          title: 'Database engine',
          description: 'MySQL and MariaDB need a `DATABASE_URL` where the process runtime is used.',
          enum: ['postgres', 'mysql', 'mariadb'],
          default: 'postgres',
        },
      },
      additionalProperties: false,
    },
    broker: {
      title: 'Broker',
      description:
        'Carries the events between services; the process runtime keeps a queue on PostgreSQL instead unless `BROKER_URL` is given.',
      type: 'object',
      properties: {
        engine: { title: 'Broker engine', description: 'The broker.', enum: ['rabbitmq'], default: 'rabbitmq' },
      },
      additionalProperties: false,
    },
    cache: {
      title: 'Cache',
      description: 'Shared by the replicas of a service; never needed for it to work.',
      type: 'object',
      properties: {
        engine: { title: 'Cache engine', description: 'The cache.', enum: ['none', 'redis'], default: 'none' },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const defaults: ObjectSchema = {
  title: 'Defaults',
  description: 'The settings that every service starts with; config-service changes them while the fleet runs.',
  type: 'object',
  properties: {
    timeoutMs: {
      title: 'Timeout',
      description: 'Milliseconds that one call to another service may take, retries included.',
      type: 'integer',
      minimum: 50,
      maximum: 120_000,
      default: 2000,
    },
    retries: {
      title: 'Retries',
      description: 'Further attempts after the first, of calls that may be repeated.',
      type: 'integer',
      minimum: 0,
      maximum: 10,
      default: 2,
    },
    logLevel: {
      title: 'Log level',
      description: 'The least severe line that is logged.',
      enum: ['trace', 'debug', 'info', 'warn', 'error'],
      default: 'info',
    },
  },
  additionalProperties: false,
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

const entities: Schema = {
  title: 'Entities',
  description: 'What the service owns, by PascalCase name, each name once in the fleet.',
  type: 'object',
  propertyNames: entityName,
  additionalProperties: { $ref: '#/$defs/entity' },
  minProperties: 1,
};

const SHARED = { port, runtime, infrastructure, defaults, storage, entities } as const;
const shared = (name: keyof typeof SHARED): Schema => ({ $ref: `#/$defs/${name}` });

const entity: ObjectSchema = {
  title: 'Entity',
  description:
    'A kind of resource: a table, its commands, queries and events, and `/api/v1/<plural>`. `id`, `version`, `createdAt` and `updatedAt` come by themselves.',
  type: 'object',
  required: ['fields'],
  properties: {
    plural: {
      ...memberName,
      title: 'Plural',
      description: 'camelCase; gives the path, the table and the scopes. Absent: the regular English plural.',
      examples: ['syllabi'],
    },
    fields: {
      title: 'Fields',
      description: 'By camelCase name.',
      type: 'object',
      propertyNames: memberName,
      additionalProperties: { $ref: '#/$defs/field' },
      minProperties: 1,
    },
  },
  additionalProperties: false,
};

const field: Schema = {
  title: 'Field',
  type: 'object',
  if: { required: ['references'] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  then: { $ref: '#/$defs/referenceField' },
  else: choice(
    'type',
    'Type of the field',
    Object.keys(FIELD_TYPES).filter((type) => type !== 'reference'),
    'Field',
  ),
};

const SERVICE_KINDS: Record<string, { title: string; description: string; properties?: ObjectSchema['properties'] }> = {
  gateway: {
    title: 'Gateway',
    description: 'The entry for clients: routes `/api/v1/…` to the services. At most one.',
  },
  config: {
    title: 'Config service',
    description: 'Keeps the services’ settings and the registry of their instances. At most one.',
  },
  domain: {
    title: 'Domain service',
    description: 'Owns entities, with a database of its own.',
    properties: { entities: shared('entities') },
  },
  file: {
    title: 'File service',
    description: 'Stores uploaded files and hands out signed download URLs. At most one.',
    properties: { storage: shared('storage') },
  },
};

/**
 * A mapping whose one key decides which keys it may have beside: each choice is `$defs/<choice><suffix>`.
 * `undecided` is what can be said where that key is missing or wrong.
 */
function choice(key: string, title: string, values: readonly string[], suffix: string, undecided: Schema = {}): Schema {
  const decided: Schema = { required: [key], properties: { [key]: { enum: values } } };
  return {
    type: 'object',
    required: [key],
    properties: { [key]: { title, enum: values } },
    allOf: [
      ...values.map((value) => ({
        if: { required: [key], properties: { [key]: { const: value } } },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
        then: { $ref: `#/$defs/${value}${suffix}` },
      })),
      { if: decided, else: undecided },
    ],
  };
}

const serviceKinds = Object.fromEntries(
  Object.entries(SERVICE_KINDS).map(([kind, { title, description, properties = {} }]): [string, ObjectSchema] => [
    `${kind}Service`,
    {
      title,
      description,
      type: 'object',
      required: kind === 'domain' ? ['kind', 'port', 'entities'] : ['kind', 'port'],
      properties: {
        kind: { const: kind, title: 'Kind', description: `\`${kind}\`.` },
        port: shared('port'),
        ...properties,
      },
      additionalProperties: false,
    },
  ]),
);

const fieldTypes = Object.fromEntries(
  Object.entries(FIELD_TYPES).map(([type, { schema }]): [string, ObjectSchema] => {
    if (type === 'reference') return ['referenceField', { ...schema, additionalProperties: false }];
    const properties = { type: { const: type, title: 'Type', description: `\`${type}\`.` }, ...schema.properties };
    const required = ['type', ...(schema.required ?? [])];
    return [`${type}Field`, { ...schema, required, properties, additionalProperties: false }];
  }),
);

const environment: ObjectSchema = {
  title: 'Environment',
  description:
    'Laid over the rest of the file when chosen: mappings are merged, single values and lists replaced. What decides the generated code (names, kinds, entities) is the same in every environment.',
  type: 'object',
  properties: {
    runtime: shared('runtime'),
    infrastructure: shared('infrastructure'),
    defaults: shared('defaults'),
    services: {
      title: 'Services',
      description: 'The `port` and `storage` of services that the fleet has, by their names.',
      type: 'object',
      additionalProperties: {
        title: 'Service in an environment',
        type: 'object',
        properties: { port: shared('port'), storage: shared('storage') },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

export const CONFIG_SCHEMA: ObjectSchema & { readonly $defs: Readonly<Record<string, Schema>> } = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Aurora fleet',
  description:
    'aurora.config.yaml: a fleet of microservices, which `aurora` generates, runs, migrates, seeds and verifies.',
  type: 'object',
  required: ['version', 'name', 'services'],
  properties: {
    version: { const: 1, title: 'Version', description: 'The version of the config language: `1`.' },
    name: {
      ...fleetName,
      title: 'Name',
      description: 'The fleet’s name in kebab-case; event types, containers and databases begin with it.',
      examples: ['aurora'],
    },
    runtime: shared('runtime'),
    infrastructure: shared('infrastructure'),
    defaults: shared('defaults'),
    services: {
      title: 'Services',
      description: 'The fleet’s services, by kebab-case name.',
      type: 'object',
      propertyNames: serviceName,
      additionalProperties: { $ref: '#/$defs/service' },
      minProperties: 1,
    },
    environments: {
      title: 'Environments',
      description:
        'What differs from place to place, by name. `--env` or `AURORA_ENV` chooses one; `development` is chosen otherwise and need not be declared.',
      type: 'object',
      propertyNames: nameSchema('kebab', 32),
      additionalProperties: { $ref: '#/$defs/environment' },
    },
  },
  additionalProperties: false,
  $defs: {
    ...SHARED,
    service: {
      title: 'Service',
      ...choice('kind', 'Kind of the service', Object.keys(SERVICE_KINDS), 'Service', {
        properties: { port: shared('port'), entities: shared('entities'), storage: shared('storage') },
      }),
    },
    ...serviceKinds,
    entity,
    field,
    ...fieldTypes,
    environment,
  },
};
