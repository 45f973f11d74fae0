import type { ObjectSchema, Schema } from '../json-schema.ts';
import { definition } from './definition.ts';
import { nameSchema } from './name-schema.ts';

const memberName = nameSchema('camel', 40);

const event: ObjectSchema = {
  title: 'Event',
  description:
    '`<fleet>.<service>.<entity>.<name>.v1`, told by commands and subscribers; each takes one version of its resource.',
  type: 'object',
  properties: {
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

/** Key of an entity. */
export const entityEvents = {
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
