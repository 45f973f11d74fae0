import { Problem } from '../../errors/index.ts';

/** Nearly every path passes this one look; the others are read closely. */
const PLAIN = /^(?:\/(?!\.)[\w\-~.!$&'()*+,=:@]*)+$/;
const FORBIDDEN = /\\|%(?![0-9a-f]{2})|%(?:00|2f|5c)/i;
/** A fragment is never sent, and bytes over 127 mean something else to each reader (RFC 3986, sections 2 and 3.5). */
const NO_TARGET = /[^\x21\x22\x24-\x7e]/;
/** As often a path may be encoded over and over; nobody means to. */
const MAX_DEPTH = 3;
const ENCODED = /%([2-7][0-9a-f])/gi;
const ABSOLUTE = /^https?:\/\/([^/?]*)(.*)$/i;
/** A segment that reads `.` or `..`, encoded or with parameters: `..;v=1` is `..` to servers that cut off parameters. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:[/;]|$)/i;

/**
 * The request target to send to a service: byte for byte what came in, never decoded and encoded again.
 * A path that another reader could take for one outside its route (RFC 3986, sections 5.2.4 and 7.3) is refused.
 *
 * @param host the header, with which the absolute form must agree
 * @throws Problem malformed_request
 */
export function targetOf(url: string, host: string | undefined): string {
  const target = url.charCodeAt(0) === 0x2f ? url : originForm(url, host);
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  const plain = PLAIN.test(path);
  if (plain && query === -1) return target;
  if (NO_TARGET.test(target)) {
    throw new Problem('malformed_request', {
      detail: 'The path or the query holds a fragment, or a letter that is not percent-encoded.',
    });
  }
  if (!plain && (FORBIDDEN.test(path) || DOT_SEGMENT.test(path) || hidesOne(path))) {
    throw new Problem('malformed_request', {
      detail: 'The path holds a dot segment, an encoded slash, a backslash or a broken percent-encoding.',
    });
  }
  return target;
}

/** Whether a dot segment or a separator comes out where somebody decodes once more than the service does: `%252e`, `%25%32%65`. */
function hidesOne(path: string): boolean {
  let inner = path;
  for (let depth = 0; inner.includes('%25'); depth++) {
    if (depth === MAX_DEPTH) return true;
    inner = inner.replace(ENCODED, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (/%(?:00|2f|5c)/i.test(inner) || DOT_SEGMENT.test(inner)) return true;
  }
  return false;
}

/** `http://host/path` is a valid request target as well (RFC 9112, section 3.2.2); services see the usual form. */
function originForm(url: string, host: string | undefined): string {
  const [, authority, rest = ''] = ABSOLUTE.exec(url) ?? [];
  if (authority === undefined || authority.toLowerCase() !== host?.toLowerCase()) {
    throw new Problem('malformed_request', { detail: 'The request names another host than its header host.' });
  }
  return rest.startsWith('/') ? rest : `/${rest}`;
}
