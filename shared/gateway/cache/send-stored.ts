import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../hooks.ts';
import type { AnswerChanges } from '../proxy/answer-filter.ts';
import { responseHeaders } from '../proxy/response-headers.ts';
import { through } from '../proxy/through.ts';
import type { StoredAnswer } from './stored-answer.ts';

/** What a 304 does not have, for it has no body. */
const OF_THE_BODY = ['content-length', 'content-type', 'content-encoding'];

interface To {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** What is said of it in the header `Cache-Status` (RFC 9211). */
  readonly cacheStatus: string;
  /** Those of the route: what is kept is what the service said. */
  readonly changes: AnswerChanges;
}

/** Answers with what was kept; with 304 where the client has it already. */
export function sendStored(
  stored: StoredAnswer,
  { request, reply, cacheStatus, changes }: To,
  onAnswer: (answer: Answer) => void,
): void {
  const { raw } = reply;
  if (raw.destroyed) return void reply.hijack();
  const headers = { ...stored.headers };
  const status = matches(request.headers['if-none-match'], headers.etag) ? 304 : 200;
  const changed = changes.body?.concerns(request, { status, headers }) ? changes.body.change(stored.body) : stored.body;
  onAnswer({ status, headers });
  if (status === 304) for (const header of OF_THE_BODY) delete headers[header];
  else headers['content-length'] = String(changed.length);
  const out = through(changes.filters, request, { status, headers }, raw);
  const own = reply.getHeaders();
  // RFC 9111, section 5.1; another cache may stand before the service.
  own.age = Math.floor(Math.max(0, Date.now() - stored.storedAt) / 1000) + (Number(headers.age) || 0);
  own['cache-status'] = cacheStatus;
  if (reply.server.readiness.draining) own.connection = 'close';
  raw.writeHead(status, responseHeaders(status, headers, own));
  reply.hijack();
  out.end(status === 304 ? undefined : changed);
}

/** The weak comparison (RFC 9110, section 13.1.2). */
function matches(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false;
  const wanted = opaque(etag);
  return ifNoneMatch === '*' || (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => opaque(tag) === wanted);
}

function opaque(etag: string): string {
  return etag.replace(/^W\//, '');
}
