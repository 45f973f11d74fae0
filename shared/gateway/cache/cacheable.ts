import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { hasBody } from '../proxy/upload.ts';

/** With these a request wants something else than the plain, present answer; `Prefer` may make it a long poll. */
const SPECIAL = ['range', 'prefer', 'if-match', 'if-unmodified-since', 'upgrade'] as const;
const FRESH_WANTED = /(?:^|,)\s*(?:no-cache|no-store|max-age=0)\b/i;
const NOT_TO_BE_KEPT = /(?:^|,)\s*(?:no-store|no-cache|private|max-age=0|s-maxage=0)\b/i;
/** What tells answers apart beside the target and the caller; an answer that varies with anything else is not kept. */
export const KEY_HEADERS = ['accept', 'accept-encoding', 'accept-language'] as const;
const KNOWN_VARIATIONS: ReadonlySet<string> = new Set([...KEY_HEADERS, 'authorization']);

/** Whether a kept answer may serve this request. */
export function mayBeAnswered(request: IncomingMessage): boolean {
  const { method, headers } = request;
  if (method !== 'GET' || hasBody(request) || SPECIAL.some((name) => headers[name] !== undefined)) return false;
  return !FRESH_WANTED.test(headers['cache-control'] ?? '');
}

/** Whether an answer may be kept: complete, known by its ETag, and nothing in it for this one client alone. */
export function mayBeKept(status: number, headers: IncomingHttpHeaders): boolean {
  if (status !== 200 || headers.etag === undefined || headers['set-cookie'] !== undefined) return false;
  if (NOT_TO_BE_KEPT.test(headers['cache-control'] ?? '')) return false;
  const variations = (headers.vary ?? '').split(',').map((name) => name.trim().toLowerCase());
  return variations.every((name) => name === '' || KNOWN_VARIATIONS.has(name));
}
