import type { IncomingMessage } from 'node:http';
import { Problem, type ProblemCode } from '../../errors/index.ts';
import type { Admission } from './admission.ts';
import { nominatedBy } from './nominated.ts';

/** Apache takes as many. Node forgets those after the 2000th, and so what they say of the request. */
const MAX_FIELDS = 100;
/** Of these Node believes the first and others the last; by their length, so that one look tells whether a name may be one. */
const SINGLE: readonly (string | undefined)[] = Object.assign([], {
  4: 'host',
  12: 'content-type',
  13: 'authorization',
});
/** A name or an address, and a port (RFC 9110, section 7.2); what else RFC 3986 allows in a host, no client sends. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i;
/** Fields for the service, or for what decides here: whoever nominates one wants the two to see different requests. */
const END_TO_END =
  /^(?:host|authorization|cookie|cache-control|origin|range|idempotency-key|(?:accept|content|if)(?:-.*)?)$/;

/** Refuses what another reader could take for another request, although the parser let it pass. */
export const unambiguous: Admission = ({ raw }) => {
  const { rawHeaders, headers, httpVersionMajor } = raw;
  if (httpVersionMajor !== 1) throw refusal('The version is not HTTP/1.1.');
  if (rawHeaders.length > 2 * MAX_FIELDS) {
    throw refusal(`There are more than ${MAX_FIELDS} header fields.`, 'headers_too_large');
  }
  const repeated = repeatedIn(rawHeaders);
  if (repeated !== undefined) throw refusal(`The header ${repeated} comes twice.`);
  if (headers.host === undefined || !HOST.test(headers.host)) throw refusal('The header host names no host.');
  if (headers['transfer-encoding'] !== undefined) checkCoding(raw);
  for (const name of nominatedBy(headers.connection) ?? []) {
    if (END_TO_END.test(name)) throw refusal(`The header connection names ${name}, which is for the service.`);
  }
};

/** Other codings than the plain one would have to be undone here: what is passed on is framed anew (RFC 9112, section 6.1). */
function checkCoding({ headers, httpVersionMinor }: IncomingMessage): void {
  if (headers['transfer-encoding']?.toLowerCase() !== 'chunked') {
    throw refusal('The only transfer coding that is understood is chunked.');
  }
  if (httpVersionMinor === 0) throw refusal('HTTP/1.0 has no transfer codings.');
}

function repeatedIn(rawHeaders: readonly string[]): string | undefined {
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    const single = SINGLE[name.length];
    if (single === undefined || name.toLowerCase() !== single) continue;
    const bit = 1 << single.length;
    if ((seen & bit) !== 0) return single;
    seen |= bit;
  }
  return undefined;
}

function refusal(detail: string, code: ProblemCode = 'malformed_request'): Problem {
  return new Problem(code, { detail });
}
