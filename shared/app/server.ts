import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from '../logging/index.ts';
import { answerClientError, answerExpectation } from './client-error.ts';
import type { ServiceDefinition } from './definition.ts';
import { sendProblem } from './plugins/errors.ts';
import { buildValidator, validationProblem } from './validation.ts';

declare module 'fastify' {
  // `app.log` is what `createLogger` returned, which can do more than Fastify asks of a logger.
  interface FastifyBaseLogger extends Pick<Logger, 'isLevelEnabled'> {}
}

const MAX_BODY_BYTES = 1024 * 1024;
/** Longer than proxies and clients keep an idle connection (60 s): they close it, so it is never closed under a request. */
const KEEP_ALIVE_MS = 72_000;
/** The head of a request must arrive within this time; its body has to keep moving, see the plugin `slow-bodies`. */
const HEADERS_TIMEOUT_MS = KEEP_ALIVE_MS + 3_000;
/** Longer than any id, short enough for any regular expression. */
const MAX_PARAM_LENGTH = 512;

/** Fastify's own lines about requests give way to the access log and the error handler; its warnings stay. */
class QuietRequests extends LogController {
  override incomingRequest(): void {}
  override requestCompleted(): void {}
  override routeNotFound(): void {}
}

/**
 * A bare server with Aurora's limits; everything else is a plugin.
 * @param trusts whether what a peer says in `X-Forwarded-*` counts
 */
export function createServer(log: Logger, trusts?: ServiceDefinition['trusts']): FastifyInstance {
  const app = fastify({
    ...(trusts && { trustProxy: trusts }),
    loggerInstance: log,
    logController: new QuietRequests(),
    // The context of the work going on names the request in each line: a child logger for each would be waste.
    childLoggerFactory: (logger) => logger,
    bodyLimit: MAX_BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // While draining, what comes in on open connections is still answered.
    return503OnClosing: false,
    schemaController: { compilersFactory: { buildValidator: buildValidator as never } },
    schemaErrorFormatter: validationProblem as never,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    clientErrorHandler: answerClientError,
  });
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  app.server.on('checkExpectation', answerExpectation);
  return app as unknown as FastifyInstance;
}
