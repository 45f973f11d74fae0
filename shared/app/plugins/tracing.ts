import fp from 'fastify-plugin';
import { Counter } from 'prom-client';
import { addHop, spanClock } from '../../context/index.ts';

/** Tells the span of each request that is sampled; there where anything is. Its name is the route's: a path has values in it. */
export const tracingPlugin = fp(
  async (app) => {
    const { tracing } = app;
    app.addHook('onResponse', (request, reply, done) => {
      const { context, method } = request;
      if (context.spans !== undefined) {
        const route = request.servedRoute ?? request.routeOptions.url;
        const status = reply.statusCode;
        const durationMs = reply.elapsedTime;
        addHop(context, {
          kind: 'server',
          name: route === undefined ? method : `${method} ${route}`,
          startedAt: spanClock() - durationMs,
          durationMs,
          failed: status >= 500,
          attributes: {
            'http.request.method': method,
            'http.route': route,
            'http.response.status_code': status,
            'url.scheme': request.protocol,
            ...(status >= 500 && { 'error.type': String(status) }),
          },
        });
      }
      done();
    });
    const outcomes = tracing?.exported;
    if (outcomes) {
      new Counter({
        name: 'trace_spans_total',
        help: 'Spans for the collector by what became of them.',
        labelNames: ['outcome'] as const,
        registers: [app.metrics],
        collect() {
          this.reset();
          for (const [outcome, count] of Object.entries(outcomes)) this.inc({ outcome }, count);
        },
      });
    }
    app.addHook('onClose', () => tracing?.close());
  },
  { name: 'tracing', dependencies: ['context', 'metrics'] },
);
