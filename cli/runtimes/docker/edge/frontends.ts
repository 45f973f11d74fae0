import { COLOUR_HEADER, CORRELATION_ID } from '../../../../shared/context/index.ts';
import { COLOURS, otherThan } from '../../colours.ts';
import { backendOf, INNER_SUFFIX, PREVIEW } from './names.ts';
import { unknownPreviewLine } from './problems.ts';
import { section } from './section.ts';

/** One service behind the edge. */
export interface EdgePorts {
  readonly service: string;
  /** Address and port that the edge listens on for whom is outside. */
  readonly listen: string;
  /** And for the other services. */
  readonly inner: string;
}

/** Where requests from outside come in, and lines that draw a colour for each. */
export function publicFrontend({ service, listen }: EdgePorts, drawing: readonly string[]): string {
  return section(`frontend ${service}`, [
    `bind ${listen} proto h1`,
    `http-request set-var(txn.service) str(${service})`,
    ...NAMING,
    ...SAYING_WHO_ASKS,
    ...drawing,
    ...choosing(service, ''),
  ]);
}

/** Where the other services come in. What the gateway says of who asks it knows from the public frontend, so it stays. */
export function innerFrontend({ service, inner }: EdgePorts, drawing: readonly string[]): string {
  return section(`frontend ${service}${INNER_SUFFIX}`, [
    `bind ${inner} proto h1`,
    `http-request set-var(txn.service) str(${service})`,
    ...NAMING,
    ...drawing,
    // Both colours are registered under this address, and each is asked how it does.
    `use_backend ${backendOf(service, `%[req.hdr(${COLOUR_HEADER})]`)}${INNER_SUFFIX} if { path /health/ready } { req.hdr(${COLOUR_HEADER}) -m str ${COLOURS.join(' ')} }`,
    ...choosing(service, INNER_SUFFIX),
  ]);
}

/** Where either colour is reached, live or not: `/<service>/<colour>/…`. */
export function previewFrontend(services: readonly string[], listen: string): string {
  const asked = 'path,field(2,/,2)';
  return section(`frontend ${PREVIEW}`, [
    `bind ${listen} proto h1`,
    'http-request set-var(txn.service) path,field(2,/)',
    'http-request set-var(txn.colour) path,field(3,/)',
    ...services.map((service) => `acl known ${asked} -m str ${COLOURS.map((each) => `${service}/${each}`).join(' ')}`),
    ...NAMING,
    `${unknownPreviewLine()} unless known`,
    ...SAYING_WHO_ASKS,
    // A log line and a problem document show the path that the service got.
    'http-request replace-path /[^/]+/[^/]+/?(.*) /\\1',
    'http-request set-var(txn.path) path',
    `use_backend ${backendOf('%[var(txn.service)]', '%[var(txn.colour)]')}`,
  ]);
}

/** What a request is known by, in the log and in what the edge says of it. */
const NAMING = [
  'http-request set-var(txn.method) method',
  'http-request set-var(txn.path) path',
  `http-request set-var(txn.correlation) req.hdr(x-correlation-id) if { req.hdr(x-correlation-id) -m reg ${CORRELATION_ID.source} }`,
  'http-request set-var(txn.correlation) uuid() unless { var(txn.correlation) -m found }',
  'http-request set-header X-Correlation-Id %[var(txn.correlation)]',
];

/** Who asks is said here, whatever a client says about it. */
const SAYING_WHO_ASKS = [
  'http-request del-header X-Forwarded- -m beg',
  'http-request del-header Forwarded',
  'http-request del-header X-Real-IP',
  'http-request set-header X-Forwarded-For %[src]',
  'http-request set-header X-Forwarded-Proto http',
  'http-request set-header X-Forwarded-Host %[req.hdr(host)] if { req.hdr(host) -m found }',
];

/**
 * Which colour is live, and whether this request is one of the canary's share: below zero.
 * @param live what gives the colour, as HAProxy says it
 * @param weight what gives the share of a hundred
 */
export function drawing(live: string, weight: string): readonly string[] {
  return [
    `http-request set-var(txn.colour) ${live}`,
    `http-request set-var(txn.weight) ${weight}`,
    'http-request set-var(txn.drawn) rand(100),sub(txn.weight) if { var(txn.weight) -m int gt 0 }',
  ];
}

function choosing(service: string, suffix: string): string[] {
  return [
    ...COLOURS.map(
      (live) =>
        `use_backend ${backendOf(service, otherThan(live))}${suffix} if { var(txn.drawn) -m int lt 0 } { var(txn.colour) -m str ${live} }`,
    ),
    `use_backend ${backendOf(service, '%[var(txn.colour)]')}${suffix}`,
  ];
}
