import type { ObjectSchema } from '../json-schema.ts';

/** `true`, or a mapping for whoever wants more of it. */
export const monitoring: ObjectSchema = {
  title: 'Monitoring',
  description:
    'Prometheus and Alertmanager on the Docker runtime, with rules and alerts for this fleet: `true`, or a mapping of what is to differ.',
  type: ['boolean', 'object'],
  properties: {
    webhook: {
      title: 'Webhook',
      description:
        'Where Alertmanager sends alerts. A URL that nobody else may know is a secret: `aurora secret set alert-webhook`, which comes before this one.',
      type: 'string',
      pattern: '^https?://[^\\s]+$',
      patternErrorMessage: 'the URL of a webhook, `https://…`',
      maxLength: 2000,
      examples: ['https://alerts.example.org/aurora'],
    },
    port: {
      title: 'Port of Prometheus',
      description:
        'On 127.0.0.1. Unless given, and for a fleet that is `--isolated`, it is any that is free, which `aurora status` shows.',
      type: 'integer',
      minimum: 1024,
      maximum: 65_535,
      examples: [9090],
    },
    scrapeSeconds: {
      title: 'Scrape interval',
      description:
        'How often every instance is asked, and every rule evaluated. A service is reported down after four of them.',
      type: 'integer',
      minimum: 1,
      maximum: 60,
      default: 15,
    },
    retentionDays: {
      title: 'Retention',
      description: 'How long Prometheus keeps what it has seen; the slowest alert looks back three days.',
      type: 'integer',
      minimum: 4,
      maximum: 400,
      default: 15,
    },
    slo: {
      title: 'Objectives',
      description: 'What the gateway promises over 30 days; alerts tell how fast what may go wrong is being used up.',
      type: 'object',
      properties: {
        availability: {
          title: 'Availability',
          description: 'Per cent of requests that are not answered with a 5xx.',
          type: 'number',
          minimum: 95,
          maximum: 99.999,
          default: 99.9,
        },
        latencyMs: {
          title: 'Latency',
          description:
            'Milliseconds within which a request is answered: a bound of the histogram of durations, 5 to 10000.',
          type: 'integer',
          minimum: 5,
          maximum: 10_000,
          default: 500,
        },
        latencyPercent: {
          title: 'Share within the latency',
          description: 'Per cent of requests that are answered within that time.',
          type: 'number',
          minimum: 95,
          maximum: 99.999,
          default: 99,
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
