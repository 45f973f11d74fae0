import type { ObjectSchema, Schema } from '../json-schema.ts';
import { deploy } from './deploy.ts';
import { monitoring } from './monitoring.ts';
import { observability, observabilityOverlay } from './observability.ts';
import { swarm } from './swarm.ts';

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
    monitoring,
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

const images: ObjectSchema = {
  title: 'Images',
  description: 'The images that `aurora build` makes of the services.',
  type: 'object',
  properties: {
    registry: {
      title: 'Registry',
      description: 'Where `aurora build --push` puts them: a host, with its port and a path where it has them.',
      type: 'string',
      pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$',
      patternErrorMessage:
        'a registry is a host with what follows it, `registry.example.org:5000/team`, without `https://`',
      maxLength: 200,
      examples: ['registry.example.org/team'],
    },
  },
  additionalProperties: false,
};

/** What an environment may change as a whole. */
export const SETTINGS = {
  runtime,
  infrastructure,
  defaults,
  images,
  deploy,
  observability,
  observabilityOverlay,
  swarm,
} as const;
