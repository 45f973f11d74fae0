import type { Answer } from '../hooks.ts';
import { isJson, mediaTypeOf } from './media-type.ts';

/** Beside text, JSON and XML. Pictures, films, archives and fonts for the web are compressed already. */
const TYPES: ReadonlySet<string> = new Set([
  'application/graphql',
  'application/javascript',
  'application/json',
  'application/jsonlines',
  'application/ld+json',
  'application/rtf',
  'application/sql',
  'application/wasm',
  'application/x-javascript',
  'application/x-ndjson',
  'application/x-sh',
  'application/x-yaml',
  'application/xml',
  'application/yaml',
  'font/otf',
  'font/ttf',
  'image/bmp',
  'image/vnd.microsoft.icon',
]);
/** Without a body, or with a part of one whose bytes the client has counted. */
const WITHOUT: ReadonlySet<number> = new Set([204, 205, 206, 304]);

/** Whether an answer could be sent smaller. An event stream never is: it would have to be flushed for each event, which saves nothing. */
export function isCompressible({ status, headers }: Answer): boolean {
  if (WITHOUT.has(status) || headers['content-encoding'] !== undefined || headers['content-range'] !== undefined)
    return false;
  if (/(?:^|,)\s*no-transform\s*(?:,|$)/i.test(headers['cache-control'] ?? '')) return false;
  const { essence } = mediaTypeOf(headers['content-type']);
  if (essence.startsWith('text/')) return essence !== 'text/event-stream';
  return TYPES.has(essence) || isJson(essence) || essence.endsWith('+xml');
}
