/**
 * The one annotated source of the config: `npm run config:build` makes the validator, the editors' aurora.schema.json
 * and the reference in docs/config.md from it.
 */
import { enumValues } from './fields/enum-values.ts';
import type { ObjectSchema, Schema } from './json-schema.ts';
import { definition } from './schema/definition.ts';
import { ENTITIES } from './schema/entities.ts';
import { environment, settings } from './schema/environment.ts';
import { EVENTS } from './schema/events.ts';
import { nameSchema } from './schema/name-schema.ts';
import { OPERATIONS } from './schema/operations.ts';
import { fleetName, SERVICES, serviceName } from './schema/services.ts';
import { SETTINGS } from './schema/settings.ts';
import { SUBSCRIBERS } from './schema/subscribers.ts';

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
    ...settings,
    enums: {
      title: 'Shared enums',
      description: 'Lists of values that fields anywhere in the fleet can name, by PascalCase name.',
      type: 'object',
      propertyNames: nameSchema('pascal', 40),
      additionalProperties: {
        title: 'Shared enum',
        description: 'The values, each once, of 1 to 63 characters.',
        ...enumValues,
      },
      examples: [{ Currency: ['EUR', 'USD'] }],
    },
    services: {
      title: 'Services',
      description: 'The fleet’s services, by kebab-case name.',
      type: 'object',
      propertyNames: serviceName,
      additionalProperties: definition('service'),
      minProperties: 1,
    },
    environments: {
      title: 'Environments',
      description:
        'What differs from place to place, by name. `--env` or `AURORA_ENV` chooses one; `development` is chosen otherwise and need not be declared.',
      type: 'object',
      propertyNames: nameSchema('kebab', 32),
      additionalProperties: definition('environment'),
    },
  },
  additionalProperties: false,
  $defs: { ...SETTINGS, ...SERVICES, ...ENTITIES, ...OPERATIONS, ...EVENTS, ...SUBSCRIBERS, environment },
};
