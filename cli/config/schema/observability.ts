import type { ObjectSchema } from '../json-schema.ts';

/** What an environment may say of it: the endpoint can be the one for all. */
export const observabilityOverlay = {
  title: 'Observability',
  description: 'What the services tell of their work beside logs and metrics, and to whom.',
  type: 'object',
  properties: {
    traces: {
      title: 'Traces',
      description: 'Spans of requests, calls, statements and events.',
      type: 'object',
      properties: {
        sample: {
          title: 'Sample',
          description:
            'The share of requests that are traced, decided where a request enters the fleet: `1` all, `0` none, and no cost. Unless given it is 1 in development and 0 elsewhere.',
          type: 'number',
          minimum: 0,
          maximum: 1,
          examples: [0.1],
        },
        log: {
          title: 'Spans in the log',
          description:
            'Whether spans are written into the log, as lines of level `trace`. Unless given they are where no `otlp` endpoint takes them.',
          type: 'boolean',
        },
      },
      additionalProperties: false,
    },
    otlp: {
      title: 'OTLP',
      description:
        'The OpenTelemetry collector that spans go to, over HTTP. What it wants in headers, such as a token, is a secret: `aurora secret set otlp-headers`.',
      type: 'object',
      properties: {
        endpoint: {
          title: 'OTLP endpoint',
          description: 'Its URL, without `/v1/traces` behind it, as the services reach it.',
          type: 'string',
          pattern: '^https?://[^\\s/@?#]+(/[^\\s?#]*)?$',
          patternErrorMessage:
            'an endpoint is a URL such as `https://collector.example.org:4318`, without a login, query or fragment; tokens go into the secret `otlp-headers`',
          maxLength: 500,
          examples: ['https://collector.example.org:4318'],
        },
        logs: {
          title: 'Logs over OTLP',
          description: 'Whether log lines are sent there as well.',
          type: 'boolean',
          default: false,
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const satisfies ObjectSchema;

const { traces, otlp } = observabilityOverlay.properties;

/** What the services tell of their work, and where it goes. */
export const observability: ObjectSchema = {
  ...observabilityOverlay,
  properties: { traces, otlp: { ...otlp, required: ['endpoint'] } },
};
