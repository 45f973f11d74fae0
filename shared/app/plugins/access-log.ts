import fp from 'fastify-plugin';
import { contextMembers, createLineWriter, redactText } from '../../logging/index.ts';

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
          ...contextMembers(context),
          parentSpanId: context.parentSpanId,
          subject: context.identity?.subject,
          method,
          path: redactText(query === -1 ? url : url.slice(0, query)),
          route,
          status: reply.statusCode,
          durationMs: Math.round(reply.elapsedTime * 100) / 100,
          msg: 'answered',
        });
      }
      done();
    });
  },
  { name: 'access-log', dependencies: ['context'] },
);
