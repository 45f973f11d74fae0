import fp from 'fastify-plugin';
import { createLineWriter, redactText } from '../../logging/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked often and of no interest: its access line is written at level debug. */
    quiet?: boolean;
  }
}

/** One line for each answer: who asked for which path, and what came of it. Never the query string: it may hold secrets. */
export const accessLogPlugin = fp(
  async (app) => {
    const write = createLineWriter(app.log);
    app.addHook('onResponse', (request, reply, done) => {
      const { config, url: pattern } = request.routeOptions;
      const route = request.servedRoute ?? pattern;
      const level = config.quiet === true ? 'debug' : 'info';
      if (app.log.isLevelEnabled(level)) {
        const { context, url, method } = request;
        const query = url.indexOf('?');
        write(level, {
          correlationId: context.correlationId,
          traceId: context.traceId,
          subject: context.identity?.subject,
          method,
          path: redactText(query === -1 ? url : url.slice(0, query)),
          route,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 100) / 100,
          msg: 'answered',
        });
      }
      done();
    });
  },
  { name: 'access-log', dependencies: ['context'] },
);
