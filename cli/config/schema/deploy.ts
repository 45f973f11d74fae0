import type { ObjectSchema, Schema } from '../json-schema.ts';

const seconds = (
  title: string,
  description: string,
  limits: { least: number; most: number; usual: number },
): Schema => ({
  title,
  description,
  type: 'integer',
  minimum: limits.least,
  maximum: limits.most,
  default: limits.usual,
});

export const deploy: ObjectSchema = {
  title: 'Deploys',
  description: 'How `aurora deploy --blue-green` puts a new version in the place of the one that serves.',
  type: 'object',
  properties: {
    readySeconds: seconds('Time to be ready', 'A new version that is not ready by then is given up.', {
      least: 5,
      most: 3600,
      usual: 120,
    }),
    holdSeconds: seconds(
      'Held health',
      'So long a new version has to be ready without a break before it gets requests.',
      {
        least: 0,
        most: 3600,
        usual: 3,
      },
    ),
    warmUpRequests: {
      title: 'Warm-up',
      description:
        'Requests to each list of a new version before anybody else asks it: its code is compiled, its pools are filled.',
      type: 'integer',
      minimum: 0,
      maximum: 10_000,
      default: 20,
    },
    watchSeconds: seconds(
      'Watch',
      'So long the new version is watched once it serves; if it fails, the one before serves again.',
      {
        least: 0,
        most: 86_400,
        usual: 10,
      },
    ),
    maxErrorPercent: {
      title: 'Most errors',
      description:
        'Per cent of its requests that a watched version may answer with a 5xx, beyond what the one before did.',
      type: 'number',
      minimum: 0,
      maximum: 100,
      default: 1,
    },
    maxLatencyRatio: {
      title: 'Most latency',
      description:
        'How many times as long as the one before a watched version may take for a request, on average. Below 50 ms nobody minds.',
      type: 'number',
      minimum: 1,
      maximum: 1000,
      default: 3,
    },
    drainSeconds: seconds(
      'Drain',
      'So long whoever serves no more may finish what it has begun. Longer than `defaults.timeoutMs`; the limits of the service and of the engine on its stop follow from it.',
      { least: 1, most: 600, usual: 10 },
    ),
    keepVersions: {
      title: 'Kept versions',
      description:
        'Of each service so many images stay in the engine for `aurora rollback`, those that run among them.',
      type: 'integer',
      minimum: 2,
      maximum: 100,
      default: 5,
    },
  },
  additionalProperties: false,
};
