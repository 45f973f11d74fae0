import { COLOURS } from '../../colours.ts';
import { FIRST_COLOUR } from '../../docker/edge/colours.ts';
import { section } from '../../docker/edge/section.ts';
import { entryPattern, keysOf, liveKey } from './keys.ts';
import { DIGEST, mapIn, type SwarmEdgePlaces } from './places.ts';
import { END, NOTHING } from './state.ts';

/** Replicas of services that ask for their role, each on a connection, and others in the network who have no business here. */
const MAX_CONNECTIONS = 1_000;

/**
 * Where an edge says what it keeps, and is told. One thread takes all of it, so that nothing comes between looking at what is there and
 * putting something newer in its place; and what is looked up for requests meanwhile is the one or the other.
 */
export function controlFrontend(services: readonly string[], places: SwarmEdgePlaces): string {
  const { control, own, files } = places;
  return section('frontend edge:control', [
    `bind ${control} proto h1 thread 1`,
    `bind ${own.host}:${own.port} proto h1 thread 1`,
    `maxconn ${MAX_CONNECTIONS}`,
    // Who asks, asks twice a second, and says himself what went wrong.
    'http-request set-log-level silent',
    'stats uri /stats',
    'stats hide-version',
    `acl own dst_port ${own.port}`,
    `acl allowed dst_port ${own.port}`,
    `acl allowed http_auth_bearer,sha2(256),hex -m str -f ${files}/${DIGEST}`,
    'acl reads method GET',
    'acl writes method PUT',
    // The same for whatever is asked.
    `http-request ${answer(401, 'string "only who deploys may write here\\n"')} unless reads or allowed`,
    ...reading(services, places),
    ...writing(services, places),
  ]);
}

function reading(services: readonly string[], places: SwarmEdgePlaces): readonly string[] {
  const map = mapIn(places);
  const lines = services.map((service) =>
    [service, ...keysOf(service).map((key) => `%[str(${key}),map(${map},${NOTHING})]`)].join(' '),
  );
  const counts = '%[var(proc.written,0)] %[var(proc.kept,0)]';
  const page = [counts, ...lines, END, ''].join('\\n');
  return [
    'http-request allow if reads { path_beg /stats }',
    `http-request ${answer(200, `lf-string "${page}"`)} if reads { path /state }`,
    `http-request ${answer(200, `lf-string "${counts}\\n"`)} if reads { path /written }`,
    ...services.map(
      (service) => `acl asks-role path -m str ${COLOURS.map((each) => `/role/${service}/${each}`).join(' ')}`,
    ),
    `http-request ${answer(404, 'string "no such thing\\n"')} if reads !asks-role`,
    `http-request set-var(txn.entry) path,bytes(1),map(${map},${NOTHING}) if reads`,
    `http-request ${role('%[var(txn.entry),field(2,:)]', 'txn.entry')} if reads !{ var(txn.entry) -m str -- ${NOTHING} }`,
    // Whoever was never told does as the switch says.
    `http-request set-var-fmt(txn.live) ${liveKey('%[path,field(3,/)]')} if reads`,
    `http-request set-var(txn.entry) var(txn.live),map(${map},0:${FIRST_COLOUR}) if reads`,
    'http-request set-var(txn.live) var(txn.entry),field(2,:) if reads',
    'http-request set-var(txn.asked) path,field(4,/) if reads',
    `http-request ${role('live', 'txn.entry')} if reads { var(txn.asked),strcmp(txn.live) eq 0 }`,
    `http-request ${role('standby', 'txn.entry')} if reads`,
  ];
}

/** With the stamp, so that whoever asks several edges in turn knows which answer came later. */
function role(text: string, entry: string): string {
  return `${answer(200, `lf-string "${text}\\n"`)} hdr ETag '"%[var(${entry}),field(1,:)]"'`;
}

/** `PUT /state/<key>/<stamp>/<value>`; of the two the later one stays, whichever is told last. */
function writing(services: readonly string[], places: SwarmEdgePlaces): readonly string[] {
  const map = mapIn(places);
  return [
    `http-request set-var(proc.kept) path,field(3,/) if writes own { path -m reg ^/kept/[0-9]+$ }`,
    `http-request ${answer(200, 'string "kept\\n"')} if writes own { path_beg /kept/ }`,
    'http-request set-var(txn.key) path,field(3,/,2)',
    'http-request set-var(txn.key) path,field(3,/,3) if { path_beg /state/role/ }',
    'http-request set-var(txn.stamp) path,field(-2,/)',
    'http-request set-var(txn.value) path,field(-1,/)',
    `acl well-formed path -m reg '^/state/${entryPattern('/', '/')}$'`,
    ...services.map((service) => `acl known var(txn.key) -m str ${keysOf(service).join(' ')}`),
    `http-request ${answer(404, 'string "no such thing\\n"')} unless writes well-formed known`,
    `http-request set-var(txn.entry) var(txn.key),map(${map},0:${NOTHING})`,
    'http-request set-var(txn.before) var(txn.entry),field(1,:)',
    'http-request set-var(txn.standing) var(txn.entry),field(2,:)',
    'http-request set-var(txn.later) var(txn.stamp),sub(txn.before)',
    'http-request set-var(txn.larger) var(txn.value),strcmp(txn.standing)',
    'acl later var(txn.later) -m int gt 0',
    'acl as-late var(txn.later) -m int eq 0',
    'acl larger var(txn.larger) -m int gt 0',
    'acl same var(txn.larger) -m int eq 0',
    `http-request ${answer(200, 'lf-string "%[var(txn.entry)]\\n"')} if as-late same`,
    `http-request ${answer(409, 'lf-string "%[var(txn.entry)]\\n"')} unless later or as-late larger`,
    `http-request set-map(${map}) %[var(txn.key)] %[var(txn.stamp)]:%[var(txn.value)]`,
    'http-request set-var(proc.written) var(proc.written,0),add(1)',
    `http-request ${answer(200, 'lf-string "%[var(txn.stamp)]:%[var(txn.value)]\\n"')}`,
  ];
}

function answer(status: number, body: string): string {
  return `return status ${status} content-type text/plain ${body}`;
}
