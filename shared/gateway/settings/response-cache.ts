import type { SettingSchema } from './schema.ts';

/** How long answers to GET are kept. */
export interface ResponseCacheSettings {
  /** Milliseconds that an answer is fresh; 0: none is kept. */
  readonly ttlMs: number;
  /** Of the largest body that is kept. */
  readonly maxBytes: number;
  /** Milliseconds after that in which it still serves, while a fresh one is fetched (RFC 5861, section 3). */
  readonly staleMs: number;
  /** Milliseconds after that in which it serves while its service fails (RFC 5861, section 4). */
  readonly staleIfErrorMs: number;
}

/** The longest that an answer may be kept, all together. A generation is kept for as long, so it outlives all answers from before it. */
export const MAX_KEPT_MS = 3_600_000;

const time = (title: string, description: string): SettingSchema => ({
  title,
  description,
  type: 'integer',
  minimum: 0,
  maximum: MAX_KEPT_MS,
  default: 0,
});

export const cacheTimes: Readonly<Record<string, SettingSchema>> = {
  ttlMs: time('Time to live', 'Milliseconds that an answer is fresh. 0: none is kept.'),
  staleMs: time(
    'Stale while revalidating',
    'Milliseconds after that in which it still serves, while a fresh one is fetched.',
  ),
  staleIfErrorMs: time('Stale if error', 'Milliseconds after that in which it serves while its service fails.'),
};

export const responseCache: SettingSchema = {
  title: 'Response cache',
  description: 'Answers to GET that the gateway keeps, for each caller apart; unless config-service says otherwise.',
  type: 'object',
  properties: {
    ...cacheTimes,
    maxBytes: {
      title: 'Largest body',
      description: 'Bytes of the largest answer that is kept.',
      type: 'integer',
      minimum: 1,
      maximum: 1_048_576,
      default: 65_536,
    },
  },
  additionalProperties: false,
  default: {},
};
