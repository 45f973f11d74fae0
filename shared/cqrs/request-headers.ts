/** Visible ASCII. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** What can be said about a request in its headers, each as a JSON Schema that is checked and shown to readers of the API. */
const HEADERS = {
  'If-Match': {
    type: 'string',
    description: '`ETag` of what is changed: refused with 412 when it has changed since.',
  },
  'If-None-Match': {
    type: 'string',
    description: '`ETag` of what is there already: answered with 304 when it is still the same.',
  },
  'Idempotency-Key': {
    type: 'string',
    pattern: IDEMPOTENCY_KEY.source,
    description: 'Repeated with the same request it takes effect once, and gives the first answer again for a day.',
  },
  Prefer: { type: 'string', description: '`wait=30`: with `If-None-Match`, seconds to wait for something new.' },
  Range: { type: 'string', description: '`bytes=0-99`: a part of the content, answered with 206.' },
  'If-Range': { type: 'string', description: '`ETag` of the part that is there: the whole comes when it is another.' },
} as const;

export type RequestHeader = keyof typeof HEADERS;

/** The schema of the headers that a route acts on: what its OpenAPI document says of conditions and repetition follows from it. */
export function accepts(...names: readonly RequestHeader[]) {
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, HEADERS[name]])) };
}
