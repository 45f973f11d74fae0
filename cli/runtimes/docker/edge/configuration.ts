import { CORRELATION_ID } from '../../../../shared/context/index.ts';
import { COLOURS, type Colour, FIRST_COLOUR } from './colours.ts';
import { LOG_FORMAT } from './log-format.ts';
import type { EdgePlaces } from './places.ts';
import { problemLines } from './problems.ts';

/** One service behind the edge. */
export interface EdgeRoute {
  readonly service: string;
  /** Address and port that the edge listens on. */
  readonly listen: string;
  /** Name and port of its container in each colour, whether that is there or not. */
  readonly servers: Readonly<Record<Colour, string>>;
}

/** Every service's connections together; each takes two descriptors and, while bytes wait, up to 64 KiB. */
const MAX_CONNECTIONS = 4_000;

/** HAProxy's configuration, for 2.6 and later. */
export function edgeConfiguration(routes: readonly EdgeRoute[], places: EdgePlaces): string {
  const { admin, nameserver } = places;
  const sections = [
    section('global', [
      `maxconn ${MAX_CONNECTIONS}`,
      // Services take a core each; more threads than these would only wait for them.
      'nbthread 2',
      // A head of 16 KiB and more is refused by the services themselves, with the problem document that they have for it.
      'tune.bufsize 32768',
      'hard-stop-after 10s',
      `stats socket ipv4@${admin.host}:${admin.port} level admin`,
      'log stdout format raw daemon',
    ]),
    section('defaults', [
      'mode http',
      'log global',
      // Services log their requests; what did not get to them, or not well, is to be read here alone.
      'option dontlog-normal',
      `log-format ${LOG_FORMAT}`,
      ...TIMEOUTS,
      ...REACHING,
      ...problemLines(places.files),
    ]),
    section('resolvers engine', [`nameserver engine ${nameserver}`, ...RESOLVING]),
    ...routes.flatMap((route) => [
      frontend(route, places),
      ...COLOURS.map((colour) =>
        section(`backend ${route.service}-${colour}`, [
          `server ${colour} ${route.servers[colour]} resolvers engine resolve-prefer ipv4 init-addr none`,
        ]),
      ),
    ]),
  ];
  return `# Written by aurora. Changes are overwritten.\n\n${sections.join('\n')}`;
}

const TIMEOUTS = [
  // On one host a connection stands at once or not at all; as long passes before the next try.
  'timeout connect 100ms',
  // Between two pieces of a request or an answer. Services give up on a body that hardly moves by themselves, after 60 s and more.
  'timeout client 75s',
  // As long as a service may be silent: it holds a request back for 60 s if asked to (`Prefer: wait=60`), an event stream for longer.
  'timeout server 5m',
  // A head, and the time between two requests, as at the services: clients close first, so no request meets a connection that closes.
  'timeout http-request 75s',
  'timeout http-keep-alive 72s',
  'timeout tunnel 1h',
  'timeout client-fin 30s',
];

const REACHING = [
  // 2 s in all, in which a container that has just started begins to listen.
  'retries 20',
  'option redispatch',
  // Nothing of a request has left, so nothing is done twice.
  'retry-on conn-failure',
  // A service hears it when its client is gone.
  'option abortonclose',
  'option http-ignore-probes',
];

const RESOLVING = [
  'resolve_retries 1',
  'timeout resolve 200ms',
  'timeout retry 200ms',
  'hold valid 200ms',
  // No container of this name, which the engine tells with no address or with no name: gone at once.
  'hold nx 0',
  'hold other 0',
  'hold obsolete 0',
  // No word from the engine, which may be restarted while containers live on: they are where they were.
  'hold timeout 1h',
  'hold refused 1h',
];

function frontend({ service, listen }: EdgeRoute, { map }: EdgePlaces): string {
  return section(`frontend ${service}`, [
    `bind ${listen} proto h1`,
    'http-request set-var(txn.method) method',
    'http-request set-var(txn.path) path',
    `http-request set-var(txn.correlation) req.hdr(x-correlation-id) if { req.hdr(x-correlation-id) -m reg ${CORRELATION_ID.source} }`,
    'http-request set-var(txn.correlation) uuid() unless { var(txn.correlation) -m found }',
    'http-request set-header X-Correlation-Id %[var(txn.correlation)]',
    // Who asks is said here, whatever a client says about it.
    'http-request del-header X-Forwarded- -m beg',
    'http-request del-header Forwarded',
    'http-request del-header X-Real-IP',
    'http-request set-header X-Forwarded-For %[src]',
    'http-request set-header X-Forwarded-Proto http',
    'http-request set-header X-Forwarded-Host %[req.hdr(host)] if { req.hdr(host) -m found }',
    `use_backend ${service}-%[str(${service}),map(${map},${FIRST_COLOUR})]`,
  ]);
}

function section(head: string, lines: readonly string[]): string {
  return `${head}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
