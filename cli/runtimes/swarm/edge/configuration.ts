import { NAMING, SAYING_WHO_ASKS } from '../../docker/edge/frontends.ts';
import { LOG_FORMAT } from '../../docker/edge/log-format.ts';
import { INNER_SUFFIX } from '../../docker/edge/names.ts';
import { problemLines, unreachedLine } from '../../docker/edge/problems.ts';
import { section } from '../../docker/edge/section.ts';
import { FILES } from '../../docker/spec.ts';

/** One service behind the edges. */
export interface SwarmRoute {
  readonly service: string;
  /** Port for whom is outside, and of its tasks. */
  readonly port: number;
  /** Port for the other services. */
  readonly inner: number;
}

/** Every service's connections together; each takes two descriptors and, while bytes wait, up to 64 KiB. */
const MAX_CONNECTIONS = 4_000;
/** As many replicas as the config admits: another one needs no other edge. */
const SERVERS = 100;
export const ADMIN = { host: '127.0.0.1', port: 999 } as const;

/**
 * HAProxy's configuration, for 2.6 and later: the same on each node. Who serves, the engine's resolver tells several times a second, so
 * that no scale, restart or update reloads it.
 */
export function swarmEdge(routes: readonly SwarmRoute[]): string {
  const sections = [
    section('global', [
      `maxconn ${MAX_CONNECTIONS}`,
      'nbthread 2',
      'tune.bufsize 32768',
      `stats socket ipv4@${ADMIN.host}:${ADMIN.port} level admin`,
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
      ...problemLines(FILES),
    ]),
    section('resolvers engine', ['nameserver engine 127.0.0.11:53', 'accepted_payload_size 8192', ...RESOLVING]),
    ...routes.flatMap(({ service, port, inner }) => [
      section(`frontend ${service}`, [
        `bind :${port} proto h1`,
        `http-request set-var(txn.service) str(${service})`,
        ...NAMING,
        ...SAYING_WHO_ASKS,
        `use_backend ${service}`,
      ]),
      section(`frontend ${service}${INNER_SUFFIX}`, [
        `bind :${inner} proto h1`,
        `http-request set-var(txn.service) str(${service})`,
        ...NAMING,
        `use_backend ${service}${INNER_SUFFIX}`,
      ]),
      backend(service, port, '', [RETRIES]),
      backend(service, port, INNER_SUFFIX, [INNER_RETRIES, unreachedLine()]),
    ]),
  ];
  return `# Written by aurora. Changes are overwritten.\n\n${sections.join('\n')}`;
}

function backend(service: string, port: number, suffix: string, lines: readonly string[]): string {
  return section(`backend ${service}${suffix}`, [
    ...lines,
    // Between nodes a task that is cut off says nothing at all: it is found by being called, and who waits for it is told. By its kernel
    // and not by itself, for one that has much to do answers late, and is no worse for that.
    'default-server check inter 1s fastinter 300ms downinter 300ms fall 3 rise 1 on-marked-down shutdown-sessions',
    // All tasks of a service answer by this name, whatever its endpoint mode.
    `server-template task ${SERVERS} tasks.${service}:${port} resolvers engine resolve-prefer ipv4 init-addr none`,
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
];

const REACHING = [
  // Another task each time: one that does not take the connection now will not in a moment.
  'option redispatch 1',
  // Nothing of a request has left, so nothing is done twice.
  'retry-on conn-failure',
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
