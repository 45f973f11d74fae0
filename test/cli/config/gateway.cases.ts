import { indent } from './inspect.ts';
import type { Case } from './mistakes.cases.ts';

/** A fleet of one entity, with these keys of its gateway. */
function gateway(keys: string): string {
  return `version: 1
name: shop
services:
  gateway:
    kind: gateway
    port: 8000
${indent(keys, 4)}  settings: { kind: config, port: 8004 }
  orders: { kind: domain, port: 8001, entities: { Order: { fields: { name: { type: string } } } }, queries: { findAll: { output: { name: { type: string } } } } }
`;
}
const routes = (...rules: string[]) => gateway(`routes:\n${rules.map((rule) => `  - { ${rule} }`).join('\n')}`);
const orders = 'path: /api/v1/orders';

/** What can be wrong with the settings and rules of a gateway. */
export const GATEWAY: readonly Case[] = [
  // as the schema sees it
  { title: 'of a gateway', code: 'unknown_key', yaml: gateway('▸ratelimit: {}'), suggestion: 'rateLimit' },
  { title: 'of a rule', code: 'unknown_key', yaml: routes(`${orders}, ▸method: [GET]`), suggestion: 'methods' },
  { title: 'of a limit', code: 'unknown_key', yaml: gateway('limits: { ▸bodyByte: 1 }'), suggestion: 'bodyBytes' },
  { title: 'the path of a rule', code: 'missing_key', yaml: routes('target: orders').replace('- {', '- ▸{') },
  {
    title: 'a method in small letters',
    code: 'unknown_value',
    yaml: routes(`${orders}, methods: [▸get]`),
    suggestion: 'GET',
  },
  {
    title: 'a path without its slash',
    code: 'bad_form',
    yaml: routes('path: ▸api/v1/orders'),
    message: 'is not a path that begins with `/`',
  },
  {
    title: 'a target with a path',
    code: 'bad_form',
    yaml: routes(`${orders}, target: ▸"http://a/b"`),
    message: 'without a path',
  },
  {
    title: 'the name of a header',
    code: 'bad_form',
    yaml: routes(`${orders}, request: { headers: { set: { ▸"a b": x }, remove: [▸"c d"] } }`),
    message: 'is not the name of a header',
  },
  {
    title: 'a value of two lines',
    code: 'bad_form',
    yaml: routes(`${orders}, response: { headers: { set: { a: ▸"x\\ny" } } }`),
  },
  { title: 'no JSON Pointer', code: 'bad_form', yaml: routes(`${orders}, response: { body: { remove: [▸price] } }`) },
  { title: 'an origin with a path', code: 'bad_form', yaml: gateway('cors: { origins: [▸"https://a.example/"] }') },
  { title: 'a scope of two', code: 'bad_form', yaml: routes(`${orders}, scope: ▸"a b"`), message: 'without spaces' },
  {
    title: 'more than fits',
    code: 'out_of_range',
    yaml: gateway('limits: { headerBytes: ▸20000 }'),
    message: '0 to 16384',
  },
  {
    title: 'more rules than a table has',
    code: 'out_of_range',
    yaml: gateway(
      `routes:\n  ▸${Array.from({ length: 1_001 }, (_, index) => `- { path: /api/v1/orders/${index} }`).join('\n  ')}`,
    ),
    message: 'more than 1000',
  },
  {
    title: 'an algorithm, a name and an issuer',
    code: 'duplicate_value',
    yaml: gateway(
      'issuers:\n  - { name: a, issuer: b, audience: c, jwksUrl: "https://d.example/", algorithms: [RS256, ▸RS256] }\n  - { name: ▸a, issuer: ▸b, audience: c, jwksUrl: "https://d.example/" }',
    ),
  },

  // as its rules see it
  {
    title: 'a target that is not there',
    code: 'unknown_service',
    yaml: routes(`${orders}, target: ▸order`),
    suggestion: 'orders',
    message: 'no service `order`',
  },
  {
    title: 'the gateway itself',
    code: 'unknown_service',
    yaml: routes(`${orders}, target: ▸gateway`),
    message: 'itself',
  },
  {
    title: 'the same path and methods',
    code: 'duplicate_route',
    yaml: routes(
      'path: "/api/v1/orders/:id", methods: [GET, HEAD]',
      orders,
      'path: ▸"/api/v1/orders/:order", methods: [HEAD, GET]',
    ),
    message: '`/api/v1/orders/:id`',
  },
  {
    title: 'a path that is nobody’s',
    code: 'route_of_nobody',
    yaml: routes('path: ▸/api/v1/order', 'path: /api', 'path: /api/v1/orders/all', 'path: /api/v1/find-all'),
    suggestion: '/api/v1/orders',
  },
  {
    title: 'beside one that is made',
    code: 'route_of_nobody',
    yaml: routes('path: /legacy, target: "https://old.example"', 'path: /legacy/slow', 'path: ▸/other'),
  },
  {
    title: 'public with a scope, or roles',
    code: 'open_and_guarded',
    yaml: routes(
      `${orders}, public: ▸true, scope: "a:b"`,
      'path: /api/v1/orders/a, roles: [c], public: ▸true',
      'path: /api/v1/orders/b, roles: [c], public: false',
    ),
    message: '`scope`',
  },
  {
    title: 'every origin',
    code: 'wildcard_credentials',
    yaml: gateway('cors: { credentials: true, origins: ["https://a.example", ▸"*"] }'),
  },
  {
    title: 'all times together',
    code: 'kept_too_long',
    yaml: gateway(
      `responseCache: ▸{ ttlMs: 3000000, staleMs: 600000, staleIfErrorMs: 1 }\nroutes:\n  - { ${orders}, cache: { staleIfErrorMs: 0 } }`,
    ),
    message: '3600001 ms',
  },
  {
    title: 'those of a rule with those of the gateway',
    code: 'kept_too_long',
    yaml: gateway(`responseCache: { ttlMs: 60000 }\nroutes:\n  - { ${orders}, cache: ▸{ staleMs: 3600000 } }`),
  },
  { title: 'credentials of no page', code: 'no_effect', yaml: gateway('cors: { credentials: ▸true }') },
  {
    title: 'a window without a limit',
    code: 'no_effect',
    yaml: gateway('rateLimit: { ▸windowSeconds: 10 }'),
    message: '`requests`',
  },
  {
    title: 'a queue before no limit',
    code: 'no_effect',
    yaml: gateway(
      `rateLimit: { requests: 9 }\nroutes:\n  - { ${orders}, rateLimit: { by: key }, concurrency: { ▸queue: 5 } }`,
    ),
  },
  {
    title: 'stale without fresh',
    code: 'no_effect',
    yaml: routes(`${orders}, cache: { ▸staleMs: 5 }`),
    message: '`ttlMs`',
  },
  { title: 'a WebSocket by POST', code: 'no_effect', yaml: routes(`${orders}, methods: [POST], webSocket: ▸true`) },
  { title: 'a cache of POST', code: 'no_effect', yaml: routes(`${orders}, methods: [POST], cache: ▸{ ttlMs: 5 }`) },
  {
    title: 'checks by a document that is not there',
    code: 'no_effect',
    yaml: routes('path: /old, target: "https://old.example", validate: ▸true'),
  },
];
