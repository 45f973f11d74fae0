import { Problem } from '../errors/index.ts';
import type { Resource } from '../repository/index.ts';

/** The strong validator of a representation (RFC 9110, 8.8.3). */
export function etagOf(resource: Resource): string {
  return `"${resource.version}"`;
}

/** Whether `If-None-Match` says that the client has this representation already: answer 304. */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && listed(ifNoneMatch, weak(etag), weak);
}

/**
 * Refuses a change that was made from another version than the present one. What an ETag says of embedded resources,
 * behind its first dot, does not count: a change of theirs makes no change of this one stale.
 * @throws Problem `stale_version` when `If-Match` is there and names another
 */
export function requireMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || listed(ifMatch, etag, own)) return;
  throw new Problem('stale_version', {
    detail: `The resource has changed since: its ETag is ${etag} now. Read it again and repeat the change.`,
    headers: { etag },
  });
}

function listed(header: string, etag: string, normalise: (tag: string) => string): boolean {
  return header.split(',').some((tag) => tag.trim() === '*' || normalise(tag.trim()) === etag);
}

/** `"3.7"` → `"3"` */
function own(tag: string): string {
  return tag.replace(/^("\d+)\.[^"]*"$/, '$1"');
}

/** `If-None-Match` compares weakly, `If-Match` strongly (RFC 9110, 13.1). */
function weak(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag;
}
