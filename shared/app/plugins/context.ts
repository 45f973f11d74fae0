import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { runInContext } from '../../context/index.ts';
import { Problem } from '../../errors/index.ts';
import { DEADLINE_HEADER } from '../../http/index.ts';
import { HttpRequestContext, NEVER } from '../request-context.ts';
import { NO_SNIFFING } from '../security-headers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    context: HttpRequestContext;
    /** What metrics and logs call the route, where one route of Fastify serves many: set by whoever tells them apart. */
    servedRoute: string | undefined;
  }
}

/** More counts as this: nobody waits longer. */
const MAX_DEADLINE_MS = 24 * 60 * 60 * 1000;

/** Gives each request its correlation id, trace and deadline, and runs everything after it inside that context. */
export const contextPlugin = fp(
  async (app) => {
    app.decorateRequest('context', null as unknown as HttpRequestContext);
    app.decorateRequest('servedRoute');
    const sampled = app.tracing?.sampling;
    const unsampled = sampled && NEVER;

    app.addHook('onRequest', (request, reply, done) => {
      const header = request.headers[DEADLINE_HEADER];
      const remaining = header === undefined ? undefined : remainingMs(header);
      const deadline = remaining === undefined ? undefined : Date.now() + remaining;
      const sampling = request.routeOptions.config.quiet === true ? unsampled : sampled;
      const context = new HttpRequestContext(request.headers, deadline, sampling);
      request.context = context;
      reply.header('X-Correlation-Id', context.correlationId);
      reply.header(...NO_SNIFFING);

      const refusal = refusalOf(request.url, remaining);
      if (refusal !== undefined) return runInContext(context, () => done(refusal));
      if (remaining !== undefined) {
        const timer = setTimeout(() => runInContext(context, () => answerLate(reply)), remaining);
        reply.raw.once('close', () => clearTimeout(timer));
      }
      runInContext(context, done);
    });
  },
  { name: 'context' },
);

function answerLate(reply: FastifyReply): void {
  // An answer that has begun goes on for as long as somebody reads it.
  if (reply.sent || reply.raw.headersSent) return;
  reply.send(
    new Problem('upstream_timeout', { detail: 'The deadline of the request passed before the answer was ready.' }),
  );
  // What the handler answers in the end has nobody to go to: without this Fastify would warn of each.
  reply.send = () => reply;
}

function remainingMs(header: string | string[]): number {
  const text = String(header);
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text), MAX_DEADLINE_MS) : Number.NaN;
}

function refusalOf(url: string, remaining: number | undefined): Problem | undefined {
  if (Number.isNaN(remaining)) {
    return new Problem('invalid_header', { detail: 'X-Request-Deadline must be a whole number of milliseconds.' });
  }
  // PostgreSQL stores no NUL, and no path or filter of ours has one.
  const nul = url.indexOf('%00');
  if (nul === -1) return undefined;
  const query = url.indexOf('?');
  return query === -1 || nul < query
    ? new Problem('not_found')
    : new Problem('invalid_query', { detail: 'The query string holds a NUL.' });
}
