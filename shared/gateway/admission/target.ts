import { Problem } from '../../errors/index.ts';

/** Nearly every path passes this one look; the others are read closely. */
const PLAIN = /^(?:\/(?!\.)[\w\-~.!$&'()*+,=:@]*)+$/;
const FORBIDDEN = /[\\#]|%(?![0-9a-f]{2})|%(?:00|2f|5c|25(?:00|2e|2f|5c))/i;
/** A segment that reads `.` or `..`, encoded or with parameters: `..;v=1` is `..` to servers that cut off parameters. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:[/;]|$)/i;

/**
 * The request target to send to a service: byte for byte what came in, never decoded and encoded again.
 * A path that another reader could take for one outside its route (RFC 3986, sections 5.2.4 and 7.3) is refused.
 *
 * @throws Problem malformed_request
 */
export function targetOf(url: string): string {
  const target = url.charCodeAt(0) === 0x2f ? url : originForm(url);
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  if (!PLAIN.test(path) && (FORBIDDEN.test(path) || DOT_SEGMENT.test(path))) {
    throw new Problem('malformed_request', {
      detail: 'The path holds a dot segment, an encoded slash, a backslash or a broken percent-encoding.',
    });
  }
  return target;
}

/** `http://host/path` is a valid request target as well (RFC 9112, section 3.2.2); services see the usual form. */
function originForm(url: string): string {
  const path = url.indexOf('/', url.indexOf('://') + 3);
  return path === -1 ? '/' : url.slice(path);
}
