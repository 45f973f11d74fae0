import { COLOURS, type Colour } from '../../colours.ts';
import { FIRST_COLOUR } from './colours.ts';
import { drawing, type EdgePorts, innerFrontend, previewFrontend, publicFrontend } from './frontends.ts';
import { LOG_FORMAT } from './log-format.ts';
import { backendOf, INNER_SUFFIX } from './names.ts';
import type { EdgePlaces } from './places.ts';
import { problemLines, unreachedLine } from './problems.ts';
import { section } from './section.ts';

/** Every service's connections together; each takes two descriptors and, while bytes wait, up to 64 KiB. */
const MAX_CONNECTIONS = 4_000;

/** One service behind the edge. */
export interface EdgeRoute extends EdgePorts {
  /** Name and port of its container in each colour, whether that is there or not. */
  readonly servers: Readonly<Record<Colour, string>>;
}

/** HAProxy's configuration, for 2.6 and later. */
export function edgeConfiguration(routes: readonly EdgeRoute[], places: EdgePlaces): string {
  const { admin, nameserver, servers } = places;
  const sections = [
    section('global', [
      `maxconn ${MAX_CONNECTIONS}`,
      // Services take a core each; more threads than these would only wait for them.
      'nbthread 2',
      // A head of 16 KiB and more is refused by the services themselves, with the problem document that they have for it.
      'tune.bufsize 32768',
      // What an old worker still has after a reload is not cut off: a WebSocket has its hour. More of them would not fit in.
      'hard-stop-after 1h',
      'mworker-max-reloads 5',
      `server-state-file ${servers}`,
      `stats socket ipv4@${admin.host}:${admin.port} level admin`,
      'log stdout format raw daemon',
    ]),
    section('defaults', [
      'mode http',
      'log global',
      // Services log their requests; what did not get to them, or not well, is to be read here alone.
      'option dontlog-normal',
      `log-format ${LOG_FORMAT}`,
      'load-server-state-from-file global',
      ...TIMEOUTS,
      ...REACHING,
      ...problemLines(places.files),
    ]),
    section('resolvers engine', [`nameserver engine ${nameserver}`, ...RESOLVING]),
    previewFrontend(
      routes.map(({ service }) => service),
      places.preview,
    ),
    ...routes.flatMap((route) => [
      publicFrontend(route, drawingOf(route, places)),
      innerFrontend(route, drawingOf(route, places)),
      ...backends(route, '', []),
      ...backends(route, INNER_SUFFIX, [INNER_RETRIES, unreachedLine()]),
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
  // After a reload an old worker closes a connection with an answer: no request meets one that is just closing.
  'option idle-close-on-response',
];

/** 0.3 s in all: services have deadlines, retries and breakers of their own, which are to learn of it while there is time. */
const INNER_RETRIES = 'retries 2';

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

function drawingOf({ service }: EdgeRoute, { map, canaries }: EdgePlaces): readonly string[] {
  return drawing(`str(${service}),map(${map},${FIRST_COLOUR})`, `str(${service}),map_str_int(${canaries},0)`);
}

/** One for each colour, so that each is counted by itself. */
function backends({ service, servers }: EdgeRoute, suffix: string, lines: readonly string[]): string[] {
  return COLOURS.map((colour) =>
    section(`backend ${backendOf(service, colour)}${suffix}`, [
      ...lines,
      `server ${colour} ${servers[colour]} resolvers engine resolve-prefer ipv4 init-addr last,none`,
    ]),
  );
}
