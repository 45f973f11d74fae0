import type { IncomingHttpHeaders, OutgoingHttpHeader } from 'node:http';
import { nominatedBy } from '../admission/nominated.ts';
import { HOP_BY_HOP } from './hop-by-hop.ts';

/**
 * The headers for the client, names and values in turn: the service's end-to-end ones and `own`, which win.
 * @param status a 204 has no Content-Length, whatever the service says (RFC 9110, section 8.6)
 */
export function responseHeaders(
  status: number,
  answered: IncomingHttpHeaders,
  own: Readonly<Record<string, OutgoingHttpHeader | undefined>>,
): string[] {
  const nominated = nominatedBy(answered.connection);
  const headers: string[] = [];
  for (const name in answered) {
    if (HOP_BY_HOP.has(name) || nominated?.has(name) || own[name] !== undefined) continue;
    if (name === 'content-length' && status === 204) continue;
    append(headers, name, answered[name]);
  }
  for (const name in own) append(headers, name, own[name]);
  return headers;
}

function append(headers: string[], name: string, value: OutgoingHttpHeader | undefined): void {
  if (Array.isArray(value)) for (const one of value) headers.push(name, one);
  else if (value !== undefined) headers.push(name, String(value));
}
