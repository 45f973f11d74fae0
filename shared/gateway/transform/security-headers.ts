import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { SECURITY_HEADERS } from '../../app/index.ts';

const ALWAYS = Object.entries(SECURITY_HEADERS);
/** Seconds: a year. Of this host alone; what stands beside it is not ours. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** Says what the answer does not say itself: a page that may be framed says so, and `/docs` has a policy of its own. */
export function secure({ protocol }: FastifyRequest, headers: OutgoingHttpHeaders): void {
  for (const [name, value] of ALWAYS) headers[name] ??= value;
  // Over plain HTTP browsers do not listen to it (RFC 6797, section 8.1).
  if (protocol === 'https') headers['strict-transport-security'] ??= STRICT_TRANSPORT;
}

/** Nobody outside needs to know what a service is made with. */
export function withoutMaker(headers: OutgoingHttpHeaders): void {
  delete headers.server;
  delete headers['x-powered-by'];
}
