import type { ObjectSchema } from '../json-schema.ts';
import { definition } from './definition.ts';

/** Keys that stand at the top of the file and in each environment. */
export const settings: ObjectSchema['properties'] = {
  runtime: definition('runtime'),
  infrastructure: definition('infrastructure'),
  defaults: definition('defaults'),
  images: definition('images'),
  deploy: definition('deploy'),
  observability: definition('observability'),
  swarm: definition('swarm'),
};

export const environment: ObjectSchema = {
  title: 'Environment',
  description:
    'Laid over the rest of the file when chosen: mappings are merged, single values and lists replaced. What decides the generated code (names, kinds, entities) is the same in every environment.',
  type: 'object',
  properties: {
    ...settings,
    observability: definition('observabilityOverlay'),
    services: {
      title: 'Services',
      description: 'The `port`, `replicas`, `resources` and `storage` of services that the fleet has, by their names.',
      type: 'object',
      additionalProperties: {
        title: 'Service in an environment',
        type: 'object',
        properties: {
          port: definition('port'),
          replicas: definition('replicas'),
          resources: definition('resources'),
          storage: definition('storage'),
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};
