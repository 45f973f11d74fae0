import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PROBLEM_JSON, Problem, problemDocument } from '../../errors/index.ts';
import { asProblem } from '../problems.ts';
import { HttpRequestContext } from '../request-context.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';

/** Answers every error as `application/problem+json`; only the log hears about causes and stacks. */
export const errorsPlugin = fp(
  async (app) => {
    app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
    app.setNotFoundHandler(() => {
      throw new Problem('not_found', { detail: 'No route has this path.' });
    });
  },
  { name: 'errors', dependencies: ['context'] },
);

/** The one place where an error becomes an answer. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = asProblem(error);
  // Refused by the router before any hook ran: a URL that it cannot read, a method that it does not know.
  if (!request.context) {
    request.context = new HttpRequestContext(request.headers);
    reply.header('X-Correlation-Id', request.context.correlationId);
    // No hook of a gateway's sees this answer either: what it says of security is said here.
    reply.headers(SECURITY_HEADERS);
  }
  logFailure(problem, error, request);
  const document = problemDocument(problem, {
    instance: pathOf(request.url),
    correlationId: request.context.correlationId,
  });
  if (problem.headers) reply.headers(problem.headers);
  if (!request.raw.complete) discardRest(request, reply);
  return reply.code(problem.status).type(PROBLEM_JSON).send(JSON.stringify(document));
}

/**
 * Fastify closes the connection under a client that is still sending, and the answer could be lost on its way (RFC 9112, section 9.6).
 * So the rest of the request is read and thrown away, for as long as it keeps moving.
 */
function discardRest(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection');
  request.raw.resume();
}

function logFailure(problem: Problem, error: unknown, request: FastifyRequest): void {
  if (problem.status < 500 || problem.deliberate) {
    request.log.debug({ code: problem.code, err: error }, 'request refused');
  } else if (problem.code === 'internal') {
    request.log.error({ err: problem === error ? error : (problem.cause ?? error) }, 'request failed');
  } else {
    request.log.warn({ code: problem.code, err: problem }, 'request could not be answered');
  }
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
