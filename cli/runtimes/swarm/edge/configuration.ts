import { COLOURS, type Colour } from '../../colours.ts';
import { FIRST_COLOUR } from '../../docker/edge/colours.ts';
import {
  drawing,
  type EdgePorts,
  innerFrontend,
  previewFrontend,
  publicFrontend,
} from '../../docker/edge/frontends.ts';
import { LOG_FORMAT } from '../../docker/edge/log-format.ts';
import { backendOf, INNER_SUFFIX } from '../../docker/edge/names.ts';
import { problemLines, unreachedLine } from '../../docker/edge/problems.ts';
import { section } from '../../docker/edge/section.ts';
import { placeHost } from '../names.ts';
import { controlFrontend } from './control.ts';
import { canaryKey, liveKey } from './keys.ts';
import { mapIn, type SwarmEdgePlaces } from './places.ts';

/** One service behind the edges. */
export interface SwarmRoute extends EdgePorts {
  /** Of its tasks. */
  readonly port: number;
}

/** Every service's connections together; each takes two descriptors and, while bytes wait, up to 64 KiB. */
const MAX_CONNECTIONS = 4_000;
/** As many replicas as the config admits: another one needs no other edge. */
const SERVERS = 100;

/**
 * HAProxy's configuration, for 2.6 and later: the same on each node. Who serves, the engine's resolver tells several times a second, so
 * that no scale, restart or update reloads it; which colour is live, whoever deploys, so that no deploy does.
 */
export function swarmEdge(routes: readonly SwarmRoute[], places: SwarmEdgePlaces): string {
  const services = routes.map(({ service }) => service);
  const { admin, nameserver, files, preview } = places;
  const sections = [
    section('global', [
      `maxconn ${MAX_CONNECTIONS}`,
      'nbthread 2',
      'tune.bufsize 32768',
      // It counts a descriptor for the check of each task that there may be, and needs one for each that there is.
      'no strict-limits',
      `stats socket ipv4@${admin.host}:${admin.port} level admin`,
      'log stdout format raw daemon',
    ]),
    section('defaults', [
      'mode http',
      'log global',
      'option dontlog-normal',
      `log-format ${LOG_FORMAT}`,
      'balance leastconn',
      ...TIMEOUTS,
      ...REACHING,
      ...problemLines(files),
    ]),
    section('resolvers engine', [`nameserver engine ${nameserver}`, 'accepted_payload_size 8192', ...RESOLVING]),
    controlFrontend(services, places),
    previewFrontend(services, preview),
    ...routes.flatMap((route) => {
      const drawn = drawingOf(route, places);
      return [
        publicFrontend(route, drawn),
        innerFrontend(route, drawn),
        ...COLOURS.flatMap((colour) => [
          backend(route, colour, '', [RETRIES]),
          backend(route, colour, INNER_SUFFIX, [INNER_RETRIES, unreachedLine()]),
        ]),
      ];
    }),
  ];
  return `# Written by aurora. Changes are overwritten.\n\n${sections.join('\n')}`;
}

/** All tasks of a service in a colour answer by this name, whatever the endpoint mode. */
export function tasksOf(service: string, colour: Colour): string {
  return `tasks.${placeHost(service, colour)}`;
}

function drawingOf({ service }: SwarmRoute, places: SwarmEdgePlaces): readonly string[] {
  const kept = (key: string, first: string) => `str(${key}),map(${mapIn(places)},0:${first}),field(2,:)`;
  return drawing(kept(liveKey(service), FIRST_COLOUR), kept(canaryKey(service), '0'));
}

function backend({ service, port }: SwarmRoute, colour: Colour, suffix: string, lines: readonly string[]): string {
  return section(`backend ${backendOf(service, colour)}${suffix}`, [
    ...lines,
    'http-request disable-l7-retry unless { method GET HEAD OPTIONS }',
    // Between nodes a task that is cut off says nothing at all: it is found by being called. By its kernel and not by itself, for one that
    // has much to do answers late, and is no worse for that. What it has been sent is left to it: one that ends takes no calls either, but
    // answers what it has.
    'default-server check inter 1s fastinter 300ms downinter 300ms fall 3 rise 1',
    `server-template task ${SERVERS} ${tasksOf(service, colour)}:${port} resolvers engine resolve-prefer ipv4 init-addr none`,
  ]);
}

const TIMEOUTS = [
  // On a network between hosts a connection stands within a few milliseconds or not at all.
  'timeout connect 250ms',
  'timeout check 500ms',
  'timeout client 75s',
  'timeout server 5m',
  'timeout http-request 75s',
  'timeout http-keep-alive 72s',
  'timeout tunnel 1h',
  'timeout client-fin 30s',
  // Who waits for an answer of a task that is cut off learns of it within four seconds: its kernel does not answer either.
  'option srvtcpka',
  'srvtcpka-idle 1s',
  'srvtcpka-intvl 1s',
  'srvtcpka-cnt 3',
];

const REACHING = [
  // Another task each time: one that does not take the connection now will not in a moment.
  'option redispatch 1',
  // Nothing of a request has left, so nothing is done twice. Reads, which may be, are asked again as well where no answer came.
  'retry-on conn-failure empty-response',
  'option abortonclose',
  'option http-ignore-probes',
];

const RETRIES = 'retries 8';
/** Services have deadlines, retries and breakers of their own, which are to learn of it while there is time. */
const INNER_RETRIES = 'retries 2';

const RESOLVING = [
  'resolve_retries 1',
  'timeout resolve 200ms',
  'timeout retry 200ms',
  'hold valid 200ms',
  // One answer that lacks names, while an engine takes over what others have told it, is no reason to send nobody anything. A task that
  // has ended refuses what comes, which then goes to another one.
  'hold nx 2s',
  'hold other 2s',
  'hold obsolete 1s',
  // No word from the engine, which may be restarted while tasks live on: they are where they were.
  'hold timeout 1h',
  'hold refused 1h',
];
