/** The one annotated source of load/*.yaml: `npm run config:build` makes the validator and the schema for editors from it. */
import type { ObjectSchema, Schema } from '../../config/json-schema.ts';

const duration = (title: string, description: string, examples: readonly string[]): Schema => ({
  title,
  description,
  examples,
  type: 'string',
  pattern: '^[1-9]\\d{0,8}(?:ms|s|m|h)$',
  patternErrorMessage: 'a number and ms, s, m or h, as in `30s`',
});
const rate = (title: string, description: string): Schema => ({
  title,
  description,
  type: 'number',
  minimum: 0,
  maximum: 1_000_000,
});
const entity = (title: string, description: string): Schema => ({
  title,
  description,
  type: 'string',
  minLength: 1,
  examples: ['orders-service.Order'],
});
const bytes = (title: string, description: string): Schema => ({
  title,
  description,
  type: 'integer',
  minimum: 1,
  maximum: 100_000_000,
});

const request: ObjectSchema = {
  title: 'Request',
  description: 'A request of your own. `{name}` in path and body is what an earlier step has saved.',
  type: 'object',
  required: ['path'],
  properties: {
    method: {
      title: 'Method',
      description: 'Of HTTP.',
      type: 'string',
      enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      default: 'GET',
    },
    path: {
      title: 'Path',
      description: 'From the target’s root on, with its query.',
      type: 'string',
      pattern: '^/',
      patternErrorMessage: 'a path that begins with `/`',
    },
    headers: {
      title: 'Headers',
      description: 'Beside those that every request has.',
      type: 'object',
      additionalProperties: { title: 'Value', description: 'As it is sent.', type: 'string' },
    },
    body: { title: 'Body', description: 'Sent as JSON.' },
    expect: {
      title: 'Expect',
      description: 'The status that is a success. Absent: any below 400.',
      type: 'integer',
      minimum: 200,
      maximum: 599,
    },
    save: {
      title: 'Save',
      description: 'Values of the JSON answer that later steps use: a name, and a JSON pointer.',
      type: 'object',
      additionalProperties: {
        title: 'Pointer',
        description: 'As in RFC 6901.',
        type: 'string',
        pattern: '^/',
        patternErrorMessage: 'a JSON pointer such as `/id`',
      },
    },
    think: duration('Think time', 'What passes before this step; counted in no latency.', ['100ms']),
  },
  additionalProperties: false,
};

const action: ObjectSchema = {
  title: 'Action',
  description: 'What an arrival does: one of the keys beside `weight`.',
  type: 'object',
  properties: {
    weight: {
      title: 'Weight',
      description: 'Its share among all weights.',
      type: 'number',
      minimum: 0,
      maximum: 1_000_000,
      default: 1,
    },
    read: entity('Read', 'Reads one by its id, of those that the run has made.'),
    page: entity('Page', 'Reads a page of a list.'),
    create: entity('Create', 'Creates one; the run removes it when it ends.'),
    update: entity('Update', 'Changes one of those that the run has made.'),
    delete: entity('Delete', 'Creates one and deletes it: two steps, each with its own latency.'),
    upload: bytes('Upload', 'Uploads a file of so many bytes.'),
    download: bytes('Download', 'Asks for a signed URL of a file of so many bytes, and downloads it.'),
    request: { $ref: '#/$defs/request' },
    sequence: {
      title: 'Sequence',
      description: 'Requests one after the other; what fails ends it.',
      type: 'array',
      items: { $ref: '#/$defs/request' },
      minItems: 1,
    },
  },
  additionalProperties: false,
};

const phase: ObjectSchema = {
  title: 'Phase',
  description: 'How many arrivals there are a second, and for how long.',
  type: 'object',
  required: ['duration'],
  properties: {
    name: { title: 'Name', description: 'As reports call it.', type: 'string', minLength: 1, maxLength: 60 },
    duration: duration('Duration', 'How long it lasts.', ['30s']),
    rate: rate('Rate', 'Arrivals a second, all the time.'),
    from: rate('From', 'Arrivals a second at its beginning.'),
    to: rate('To', 'Arrivals a second at its end.'),
    steps: {
      title: 'Steps',
      description: 'From `from` to `to` in so many steps of equal length. Absent: a straight ramp.',
      type: 'integer',
      minimum: 2,
      maximum: 1000,
    },
  },
  additionalProperties: false,
};

const threshold: ObjectSchema = {
  title: 'Threshold',
  description: 'What has to hold.',
  type: 'object',
  required: ['if'],
  properties: {
    if: {
      title: 'If',
      description: 'A figure, a comparison and a bound.',
      type: 'string',
      minLength: 1,
      examples: ['p99 < 50ms', 'error_rate < 0.1%', 'rate >= 0.99 of asked'],
    },
    action: { title: 'Action', description: 'Of one action alone.', type: 'string', minLength: 1 },
    abortOnFail: {
      title: 'Abort on fail',
      description:
        'Whether the run ends as soon as it does not hold; looked at each second, from the tenth arrival on.',
      type: 'boolean',
      default: false,
    },
  },
  additionalProperties: false,
};

export const LOAD_SCHEMA: ObjectSchema & { readonly $defs: Readonly<Record<string, ObjectSchema>> } = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Aurora load scenario',
  description: 'load/<name>.yaml: what `aurora load` does to a running fleet.',
  type: 'object',
  required: ['version', 'phases', 'actions'],
  properties: {
    version: { const: 1, title: 'Version', description: 'The version of the scenario’s language: `1`.' },
    target: {
      title: 'Target',
      description: 'The service that is asked. Absent: the gateway.',
      type: 'string',
      minLength: 1,
    },
    arrivals: {
      title: 'Arrivals',
      description: 'How they are spread.',
      type: 'string',
      enum: ['poisson', 'even'],
      enumDescriptions: ['independent of each other, as people come', 'at equal distances'],
      default: 'poisson',
    },
    seed: {
      title: 'Seed',
      description: 'Of all that is drawn: the same seed gives the same arrivals and the same mix.',
      type: 'integer',
      minimum: 0,
      maximum: 4_294_967_295,
      default: 1,
    },
    warmup: duration('Warm-up', 'Arrivals at the rate of the first phase’s beginning that are not counted.', ['5s']),
    connections: {
      title: 'Connections',
      description: 'Between the generator and the target.',
      type: 'object',
      properties: {
        max: {
          title: 'Most',
          description: 'Arrivals that find all of them busy wait, and their waiting counts.',
          type: 'integer',
          minimum: 1,
          maximum: 10_000,
          default: 100,
        },
        keepAlive: {
          title: 'Keep alive',
          description: 'Whether a connection serves more than one request.',
          type: 'boolean',
          default: true,
        },
      },
      additionalProperties: false,
    },
    maxOutstanding: {
      title: 'Most outstanding',
      description: 'Arrivals beyond so many unfinished ones are dropped, and the run fails.',
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: 2000,
    },
    timeout: duration('Timeout', 'After which an answer counts as an error. Absent: 30s.', ['10s']),
    rows: {
      title: 'Rows',
      description: 'How many rows of each entity the run makes for actions that need some.',
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: 10,
    },
    phases: {
      title: 'Phases',
      description: 'One after the other.',
      type: 'array',
      items: { $ref: '#/$defs/phase' },
      minItems: 1,
    },
    actions: {
      title: 'Actions',
      description: 'By their names in reports.',
      type: 'object',
      propertyNames: { type: 'string', minLength: 1, maxLength: 60 },
      additionalProperties: { $ref: '#/$defs/action' },
      minProperties: 1,
    },
    thresholds: {
      title: 'Thresholds',
      description: 'What does not hold fails the run.',
      type: 'array',
      items: { $ref: '#/$defs/threshold' },
    },
  },
  additionalProperties: false,
  $defs: { phase, action, request, threshold },
};
