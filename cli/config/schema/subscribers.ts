import type { ObjectSchema, Schema } from '../json-schema.ts';
import { definition } from './definition.ts';
import { nameSchema } from './name-schema.ts';

const subscriber: ObjectSchema = {
  title: 'Subscriber',
  description:
    'Acts on events, of its own service too, with an owned handler: each takes effect once. It makes no service wait for another.',
  type: 'object',
  required: ['to'],
  properties: {
    to: {
      title: 'Subscribes to',
      description:
        '`<service>.<Entity>.<event>`, standard events and the entity’s own; of its own service `<Entity>.<event>`.',
      type: 'array',
      items: {
        type: 'string',
        pattern: '^(?:[a-z][a-z0-9-]*\\.)?[A-Z][A-Za-z0-9]*\\.[a-z][A-Za-z0-9]*$',
        patternErrorMessage: 'a service, its entity and an event: `bank-service.Account.updated`',
      },
      minItems: 1,
      uniqueItems: true,
      examples: [['bank-service.Account.moneyTransferred']],
    },
    concurrency: {
      title: 'Concurrency',
      description:
        'Subjects whose events are handled at the same time; those of one subject always come one after the other.',
      type: 'integer',
      minimum: 1,
      maximum: 64,
      default: 8,
      examples: [1],
    },
    timeoutMs: {
      title: 'Timeout in milliseconds',
      description: 'What an attempt may take before it is undone.',
      type: 'integer',
      minimum: 100,
      maximum: 600_000,
      default: 30_000,
      examples: [5_000],
    },
    retryMs: {
      title: 'Retries in milliseconds',
      description:
        'Before the second attempt, the third, and so on; after the last an event is parked. Empty: after the first.',
      type: 'array',
      items: { type: 'integer', minimum: 10, maximum: 86_400_000 },
      default: [100, 1_000, 8_000, 30_000],
      examples: [[1_000, 60_000]],
    },
  },
  additionalProperties: false,
};

export const SUBSCRIBERS: Readonly<Record<string, Schema>> = { subscriber };

/** Key of a domain service. */
export const serviceSubscribers = {
  subscribes: {
    title: 'Subscribes',
    description: 'What it does when events come, by name.',
    type: 'object',
    propertyNames: nameSchema('camel', 40),
    additionalProperties: definition('subscriber'),
  },
} as const;
