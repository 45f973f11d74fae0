import fp from 'fastify-plugin';
import { runInContext } from '../../context/index.ts';
import { Problem } from '../../errors/index.ts';
import { HttpRequestContext } from '../request-context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    context: HttpRequestContext;
  }
}

/** Milliseconds that the caller still waits: an answer after that is work for nobody. */
const DEADLINE_HEADER = 'x-request-deadline';
const MAX_DEADLINE_MS = 24 * 60 * 60 * 1000;

/** Gives each request its correlation id, trace and deadline, and runs everything after it inside that context. */
export const contextPlugin = fp(
  async (app) => {
    app.decorateRequest('context', null as unknown as HttpRequestContext);

    app.addHook('onRequest', (request, reply, done) => {
      const header = request.headers[DEADLINE_HEADER];
      const remaining = header === undefined ? undefined : remainingMs(header);
      const context = new HttpRequestContext(request.headers, remaining && Date.now() + remaining);
      request.context = context;
      reply.header('X-Correlation-Id', context.correlationId);

      // PostgreSQL stores no NUL, and no path or filter of ours has one.
      if (request.url.includes('%00')) throw nulInUrl(request.url);
      if (remaining !== undefined) {
        if (Number.isNaN(remaining)) throw invalidDeadline();
        const timer = setTimeout(() => {
          if (!reply.sent) reply.send(deadlinePassed());
        }, remaining);
        reply.raw.once('close', () => clearTimeout(timer));
      }
      runInContext(context, done);
    });
  },
  { name: 'context' },
);

function remainingMs(header: string | string[]): number {
  const text = String(header);
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text), MAX_DEADLINE_MS) : Number.NaN;
}

function invalidDeadline(): Problem {
  return new Problem('invalid_header', { detail: 'X-Request-Deadline must be a whole number of milliseconds.' });
}

function deadlinePassed(): Problem {
  return new Problem('upstream_timeout', { detail: 'The deadline of the request passed before the answer was ready.' });
}

function nulInUrl(url: string): Problem {
  const inQuery = url.indexOf('%00') > url.indexOf('?') && url.includes('?');
  return inQuery ? new Problem('invalid_query', { detail: 'The query string holds a NUL.' }) : new Problem('not_found');
}
