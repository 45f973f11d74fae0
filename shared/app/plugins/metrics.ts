import fp from 'fastify-plugin';
import { type Metric, Registry } from 'prom-client';
import { RequestDurations } from '../request-durations.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/metrics` shows; anything may be registered here. */
    metrics: Registry;
  }
}

/** Times requests by route, method and status. Routes, not paths: all unknown paths share one label. */
export const metricsPlugin = fp(
  async (app) => {
    const registry = new Registry();
    registry.setDefaultLabels({ service: app.environment.serviceName });
    app.decorate('metrics', registry);

    const durations = new RequestDurations();
    registry.registerMetric(durations as unknown as Metric);
    app.addHook('onResponse', (request, reply, done) => {
      durations.observe(
        request.servedRoute ?? request.routeOptions.url ?? 'none',
        request.method,
        reply.statusCode,
        reply.elapsedTime / 1000,
      );
      done();
    });
  },
  { name: 'metrics' },
);
