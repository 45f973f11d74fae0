import fp from 'fastify-plugin';
import { addHop, spanClock } from '../../context/index.ts';
import { countOutcomes } from '../export-outcomes.ts';

/** Tells the span of each request that is sampled; there where anything is. Its name is the route's: a path has values in it. */
export const tracingPlugin = fp(
  async (app) => {
    const { tracing } = app;
    app.onEnd(({ request, elapsedTime: durationMs }, status, aborted) => {
      const { context, method } = request;
      if (context.spans === undefined) return;
      const route = request.servedRoute ?? request.routeOptions.url;
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
          ...(aborted && { 'error.type': 'aborted' }),
        },
      });
    });
    if (tracing?.exported) countOutcomes(app.metrics, 'trace_spans_total', 'Spans', tracing.exported);
    app.addHook('onClose', () => tracing?.close());
  },
  { name: 'tracing', dependencies: ['endings', 'metrics'] },
);
