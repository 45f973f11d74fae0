import type { SettingSchema } from './schema.ts';

/** How often one caller may ask. */
export interface RateLimit {
  /** In each window; 0: no limit. */
  readonly requests: number;
  readonly windowSeconds: number;
  /** What tells callers apart: the token's subject, the API key, or the address alone. Who lacks it counts by what is next. */
  readonly by: 'identity' | 'key' | 'address';
  /** While Redis is away: each process counts by itself, or nobody is let in. */
  readonly ifCacheIsGone: 'local' | 'refuse';
}

/** How much may be under way at once. */
export interface Concurrency {
  /** 0: no limit. */
  readonly requests: number;
  /** How many more may wait for their turn. */
  readonly queue: number;
  /** Milliseconds that one waits at most. */
  readonly waitMs: number;
}

/** How large and how slow a request may be; 0: no limit. */
export interface Limits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly urlBytes: number;
  /** Milliseconds in which the head of a request must have come. */
  readonly headMs: number;
  /** Milliseconds in which all of a request must have come. */
  readonly requestMs: number;
  /** Milliseconds that a connection may be silent between two requests. */
  readonly idleMs: number;
  readonly connections: number;
}

export interface Shedding {
  /** Milliseconds that the event loop may lag before requests are refused; 0: none ever is. */
  readonly lagMs: number;
}

export const rateLimit: SettingSchema = {
  title: 'Rate limit',
  description: 'How often one caller may ask the gateway; unless config-service says otherwise.',
  type: 'object',
  properties: {
    requests: {
      title: 'Requests in a window',
      description: 'How many one caller may send. 0: no limit.',
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000_000,
      default: 0,
    },
    windowSeconds: {
      title: 'Window',
      description: 'Seconds after which a caller begins anew.',
      type: 'integer',
      minimum: 1,
      maximum: 86_400,
      default: 60,
    },
    by: {
      title: 'Caller',
      description: 'What tells callers apart; who has no token or key counts by the address.',
      enum: ['identity', 'key', 'address'],
      enumDescriptions: ['the subject of the token or key', 'the API key', 'the address, before a token is looked at'],
      default: 'identity',
    },
    ifCacheIsGone: {
      title: 'Without the cache',
      description: 'What holds while the fleet has a Redis and it is away.',
      enum: ['local', 'refuse'],
      enumDescriptions: ['each process counts by itself', 'nobody is let in: 503'],
      default: 'local',
    },
  },
  additionalProperties: false,
  default: {},
};

export const concurrency: SettingSchema = {
  title: 'Concurrency',
  description: 'How many requests may be under way at once, and how many more may wait; others get 503.',
  type: 'object',
  properties: {
    requests: {
      title: 'Requests at once',
      description: 'How many may be under way in one process. 0: no limit.',
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
    },
    queue: {
      title: 'Queue',
      description: 'How many more may wait for their turn.',
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
    },
    waitMs: {
      title: 'Longest wait',
      description: 'Milliseconds that one waits at most.',
      type: 'integer',
      minimum: 1,
      maximum: 60_000,
      default: 1_000,
    },
  },
  additionalProperties: false,
  default: {},
};

const amount = (title: string, description: string, fallback: number, maximum: number): SettingSchema => ({
  title,
  description,
  type: 'integer',
  minimum: 0,
  maximum,
  default: fallback,
});

export const limits: SettingSchema = {
  title: 'Limits',
  description: 'How large and how slow a request may be.',
  type: 'object',
  properties: {
    bodyBytes: amount('Body', 'Bytes of the largest body; others get 413. 0: no limit.', 0, 5_000_000_000_000),
    headerBytes: amount('Head', 'Bytes of all headers together; others get 431. 0: 16 KiB.', 16_384, 16_384),
    urlBytes: amount('URL', 'Bytes of the longest URL; others get 414. 0: what fits into the head.', 8_192, 16_384),
    headMs: amount('Time for a head', 'Milliseconds in which the head of a request must have come.', 15_000, 600_000),
    requestMs: amount(
      'Time for a request',
      'Milliseconds in which all of a request must have come. 0: no limit.',
      0,
      86_400_000,
    ),
    idleMs: amount(
      'Idle connection',
      'Milliseconds that a connection may be silent between two requests.',
      72_000,
      3_600_000,
    ),
    connections: amount('Connections', 'How many clients may be connected to one process. 0: no limit.', 0, 1_000_000),
  },
  additionalProperties: false,
  default: {},
};

export const shedding: SettingSchema = {
  title: 'Load shedding',
  description: 'Requests are refused at once while the gateway itself cannot keep up.',
  type: 'object',
  properties: {
    lagMs: amount('Lag', 'Milliseconds that the event loop may lag. 0: nothing is refused.', 0, 60_000),
  },
  additionalProperties: false,
  default: {},
};
