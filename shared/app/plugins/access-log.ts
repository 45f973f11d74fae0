import fp from 'fastify-plugin';
import { traceIdOf } from '../../context/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked often and of no interest: its access line is written at level debug. */
    quiet?: boolean;
  }
}

/** One line for each answer: who asked for which path, and what came of it. Never the query string: it may hold secrets. */
export const accessLogPlugin = fp(
  async (app) => {
    app.addHook('onResponse', (request, reply, done) => {
      const quiet = request.routeOptions.config.quiet === true;
      if (!app.log.isLevelEnabled(quiet ? 'debug' : 'info')) return done();
      const { context, url } = request;
      const query = url.indexOf('?');
      const line = {
        correlationId: context.correlationId,
        traceId: traceIdOf(context.traceparent),
        subject: context.identity?.subject,
        method: request.method,
        path: query === -1 ? url : url.slice(0, query),
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 100) / 100,
      };
      if (quiet) app.log.debug(line, 'answered');
      else app.log.info(line, 'answered');
      done();
    });
  },
  { name: 'access-log', dependencies: ['context'] },
);
