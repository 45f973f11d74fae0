import { ROLE, SCOPE } from './grants.ts';
import { type Concurrency, concurrency, type RateLimit, rateLimit } from './limits.ts';
import { nameOtherThan, PROTECTED_IN_ANSWERS, PROTECTED_IN_REQUESTS } from './protected-headers.ts';
import { cacheTimes, type ResponseCacheSettings } from './response-cache.ts';
import { type Form, form, type SettingSchema } from './schema.ts';

/** What is taken away, renamed and set, in this order, by name. */
export interface NameRules {
  readonly remove?: readonly string[];
  /** From → to. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
}

/** What is taken away, renamed and set in a JSON body, by JSON Pointer (RFC 6901); `*` stands for each item of a list. */
export interface BodyRules {
  readonly remove?: readonly string[];
  /** From a pointer → to another name beside it. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, unknown>>;
}

/** The answer where the service gives none. */
export interface Fallback {
  /** Absent: 200. */
  readonly status?: number;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** What holds for a path and all below it. */
export interface RouteRule {
  /** e.g. `/api/v1/orders`; `:name` stands for any segment. */
  readonly path: string;
  /** Absent: all. */
  readonly methods?: readonly string[];
  /** A service of the fleet, or a URL. Absent: whose path it is. */
  readonly target?: string;
  /** What the service knows the path as. Absent: the same. */
  readonly to?: string;
  /** Nobody needs a token. */
  readonly public?: boolean;
  readonly scope?: string;
  /** Any of them is needed, beside the scope. */
  readonly roles?: readonly string[];
  readonly rateLimit?: Partial<RateLimit>;
  readonly concurrency?: Partial<Concurrency>;
  readonly bodyBytes?: number;
  /** Milliseconds until an answer begins. */
  readonly timeoutMs?: number;
  /** Milliseconds between two pieces of an answer. */
  readonly silenceMs?: number;
  readonly retries?: number;
  readonly cache?: Partial<ResponseCacheSettings>;
  readonly fallback?: Fallback;
  readonly request?: { readonly headers?: NameRules; readonly query?: NameRules; readonly body?: BodyRules };
  readonly response?: { readonly headers?: NameRules; readonly body?: BodyRules };
  readonly validate?: boolean;
  readonly compress?: boolean;
  /** Whether connections may turn into WebSockets. */
  readonly webSocket?: boolean;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const PARAMETER = form('^.{1,200}$', 'the name of a parameter, 1 to 200 characters');
const PROTECTED = 'the name of a header that rules may change: the gateway alone decides on some';
const POINTER = form('^(/([^/~]|~[01])*)+$', 'a JSON Pointer: `/items/*/price`');

const flag = (title: string, description: string): SettingSchema => ({ title, description, type: 'boolean' });
const number = (title: string, description: string, minimum: number, maximum: number): SettingSchema => ({
  title,
  description,
  type: 'integer',
  minimum,
  maximum,
});
const text = (title: string, description: string, of: Form): SettingSchema => ({
  title,
  description,
  type: 'string',
  ...of,
  maxLength: 500,
});
const list = (title: string, description: string, items: SettingSchema): SettingSchema => ({
  title,
  description,
  type: 'array',
  items,
});
const map = (title: string, description: string, key: Form, value: SettingSchema): SettingSchema => ({
  title,
  description,
  type: 'object',
  propertyNames: { type: 'string', ...key },
  additionalProperties: value,
});

function nameRules(title: string, of: string, key: Form): SettingSchema {
  const name = text('Name', 'A name.', key);
  return {
    title,
    description: `What becomes of ${of}: taken away, renamed, set, in this order.`,
    type: 'object',
    properties: {
      remove: list('Remove', 'Names that are taken away.', name),
      rename: map('Rename', 'Old name: new name.', key, name),
      set: map('Set', 'Name: value.', key, text('Value', 'The value.', form('^[\\t\\x20-\\x7e]*$', 'printable ASCII'))),
    },
    additionalProperties: false,
  };
}

function bodyRules(of: string): SettingSchema {
  const pointer = text('Pointer', 'A JSON Pointer; `*` stands for each item of a list.', POINTER);
  return {
    title: 'Body',
    description: `What becomes of a JSON body of ${of}: taken away, renamed, set, in this order.`,
    type: 'object',
    properties: {
      remove: list('Remove', 'What is taken away.', pointer),
      rename: map(
        'Rename',
        'Pointer: the new name of the member.',
        POINTER,
        text('Name', 'The new name.', form('^[^/]{1,200}$', 'a name without `/`, 1 to 200 characters')),
      ),
      set: map('Set', 'Pointer: the value.', POINTER, { title: 'Value', description: 'Any JSON.' }),
    },
    additionalProperties: false,
  };
}

const partOf = ({ default: _whole, ...schema }: SettingSchema): SettingSchema => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, { default: _default, ...property }]) => [name, property]),
  ),
});

const rule: SettingSchema = {
  title: 'Rule',
  description: 'What holds for a path and all below it, unless a rule of a longer path says otherwise.',
  type: 'object',
  required: ['path'],
  properties: {
    path: {
      ...text(
        'Path',
        'A path of the fleet or a new one; `:name` stands for any segment.',
        form(
          '^(/(:[a-zA-Z]\\w*|[\\w.~-]+))+$',
          'a path that begins with `/` and does not end with it: `/api/v1/orders/:id`',
        ),
      ),
      examples: ['/api/v1/orders'],
    },
    methods: list('Methods', 'For which methods; absent: for all.', {
      title: 'Method',
      description: 'A method.',
      enum: METHODS,
    }),
    target: {
      ...text(
        'Target',
        'A service of the fleet, or a URL outside of it. Absent: whose path it is.',
        form(
          '^([a-z][a-z0-9-]*|https?://[a-z0-9.-]+(:[0-9]{1,5})?)$',
          'the name of a service, or a URL without a path',
        ),
      ),
      examples: ['order-service', 'https://legacy.example.org'],
    },
    to: text(
      'To',
      'What the target knows the path as. Absent: the same.',
      form('^(/[\\w.~-]+)*/?$', 'a path: `/` or `/v2/orders`'),
    ),
    public: flag('Public', 'Whether nobody needs a token.'),
    scope: text('Scope', 'What a token must grant.', SCOPE),
    roles: list('Roles', 'One of them is needed beside the scope.', text('Role', 'A role.', ROLE)),
    rateLimit: partOf(rateLimit),
    concurrency: partOf(concurrency),
    bodyBytes: number('Body', 'Bytes of the largest body.', 1, 5_000_000_000_000),
    timeoutMs: number('Timeout', 'Milliseconds until an answer begins.', 1, 3_600_000),
    silenceMs: number('Silence', 'Milliseconds between two pieces of an answer.', 1, 3_600_000),
    retries: number('Retries', 'Further attempts after the first, of what may be repeated.', 0, 10),
    cache: {
      ...partOf({ title: 'Cache', description: 'How long answers are kept.', type: 'object', properties: cacheTimes }),
      additionalProperties: false,
    },
    fallback: {
      title: 'Fallback',
      description: 'The answer to GET and HEAD where the target gives none.',
      type: 'object',
      required: ['body'],
      properties: {
        status: number('Status', 'Its status. Absent: 200.', 200, 599),
        body: { title: 'Body', description: 'Any JSON.' },
      },
      additionalProperties: false,
    },
    request: {
      title: 'Request',
      description: 'What becomes of a request before it is passed on.',
      type: 'object',
      properties: {
        headers: nameRules('Headers', 'headers', form(nameOtherThan(PROTECTED_IN_REQUESTS), PROTECTED)),
        query: nameRules('Query', 'the parameters of the query', PARAMETER),
        body: bodyRules('a request'),
      },
      additionalProperties: false,
    },
    response: {
      title: 'Response',
      description: 'What becomes of an answer before the client gets it.',
      type: 'object',
      properties: {
        headers: nameRules('Headers', 'headers', form(nameOtherThan(PROTECTED_IN_ANSWERS), PROTECTED)),
        body: bodyRules('an answer'),
      },
      additionalProperties: false,
    },
    validate: flag('Validate', 'Whether requests are checked against the service’s OpenAPI.'),
    compress: flag('Compress', 'False: answers are never compressed.'),
    webSocket: flag('WebSocket', 'Whether connections may turn into WebSockets.'),
  },
  additionalProperties: false,
};

export const routes: SettingSchema = {
  title: 'Routes',
  description: 'Rules for single paths, and paths beside those of the services.',
  type: 'array',
  items: rule,
  maxItems: 1_000,
  default: [],
};
