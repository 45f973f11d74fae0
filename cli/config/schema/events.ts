import type { ObjectSchema, Schema } from '../json-schema.ts';
import { definition } from './definition.ts';
import { nameSchema } from './name-schema.ts';

const memberName = nameSchema('camel', 40);

/** Three digits, so that names of files and queues stay short. */
const version: Schema = { type: 'integer', minimum: 1, maximum: 999, default: 1, examples: [2] };

const event: ObjectSchema = {
  title: 'Event',
  description:
    '`<fleet>.<service>.<entity>.<name>.v<version>`, told by commands and subscribers; each takes one version of its resource.',
  type: 'object',
  properties: {
    version: {
      ...version,
      title: 'Version',
      description: 'Of what it carries: one more where a change would break those who listen.',
    },
    data: {
      title: 'Data',
      description: 'What it carries, by name; fields without a column. Absent: nothing but whose it is.',
      type: 'object',
      propertyNames: memberName,
      additionalProperties: definition('result'),
    },
  },
  additionalProperties: false,
};

export const EVENTS: Readonly<Record<string, Schema>> = { event };

/** Keys of an entity. */
export const entityEvents = {
  eventVersion: {
    ...version,
    title: 'Version of its events',
    description:
      'Of what `created`, `updated` and `deleted` carry: one more where a change of its fields would break those who listen.',
  },
  events: {
    title: 'Events',
    description: 'What is told of one beside `created`, `updated` and `deleted`, by its name in the past tense.',
    type: 'object',
    propertyNames: memberName,
    additionalProperties: definition('event'),
  },
} as const;

/** Key of an entity's command. */
export const emits: Schema = {
  title: 'Emits',
  description: 'The events of its entity that it tells of its resource.',
  type: 'array',
  items: { type: 'string' },
  uniqueItems: true,
  examples: [['moneyTransferred']],
};
