import { form, type SettingSchema } from './schema.ts';

/** Who may call from pages of other origins (Fetch standard, CORS protocol). */
export interface Cors {
  /** e.g. `https://app.example.org`; `*`: any, without credentials. Empty: off. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** What a request may carry beside what every request may. */
  readonly headers: readonly string[];
  /** What a page may read of an answer. */
  readonly expose: readonly string[];
  readonly credentials: boolean;
  readonly maxAgeSeconds: number;
}

export interface Compression {
  /** Of the smallest body that is compressed; 0: none is. */
  readonly minBytes: number;
}

const names = (title: string, description: string, fallback: readonly string[]): SettingSchema => ({
  title,
  description,
  type: 'array',
  items: {
    title: 'Name',
    description: 'A name.',
    type: 'string',
    ...form("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", 'a name: letters, digits and signs such as `-`'),
  },
  default: fallback,
});

export const cors: SettingSchema = {
  title: 'CORS',
  description: 'Which pages of other origins may call.',
  type: 'object',
  properties: {
    origins: {
      title: 'Origins',
      description:
        'Scheme and host, with the port where it is not the usual one; `*` is any, without credentials. Empty: none.',
      type: 'array',
      items: {
        title: 'Origin',
        description: 'One origin.',
        type: 'string',
        pattern: '^(\\*|https?://[a-z0-9.-]+(:[0-9]{1,5})?)$',
        patternErrorMessage: 'a scheme and a host in lower case, without a path: `https://app.example.org`',
      },
      default: [],
      examples: [['https://app.example.org']],
    },
    methods: names('Methods', 'Which methods pages may use.', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
    headers: names('Headers', 'Which headers pages may send.', [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'X-API-Key',
      'X-Correlation-Id',
    ]),
    expose: names('Exposed headers', 'Which headers of an answer pages may read.', [
      'ETag',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'X-Correlation-Id',
    ]),
    credentials: {
      title: 'Credentials',
      description: 'Whether pages may send cookies and the like.',
      type: 'boolean',
      default: false,
    },
    maxAgeSeconds: {
      title: 'Preflight',
      description: 'Seconds that a browser may remember what it was told.',
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
      default: 600,
    },
  },
  additionalProperties: false,
  default: {},
};

export const securityHeaders: SettingSchema = {
  title: 'Security headers',
  description:
    'Whether answers carry the headers that keep browsers from guessing types, framing pages and leaking addresses.',
  type: 'boolean',
  default: true,
};

export const compression: SettingSchema = {
  title: 'Compression',
  description: 'Answers that the gateway compresses where the client takes that.',
  type: 'object',
  properties: {
    minBytes: {
      title: 'Smallest body',
      description: 'Bytes from which on a body is compressed. 0: none is.',
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000_000,
      default: 0,
    },
  },
  additionalProperties: false,
  default: {},
};

export const validation: SettingSchema = {
  title: 'Validation',
  description: 'Whether requests are checked against the services’ OpenAPI before they are passed on.',
  type: 'boolean',
  default: false,
};
