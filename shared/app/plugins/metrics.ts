import fp from 'fastify-plugin';
import { Histogram, Registry } from 'prom-client';

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/metrics` shows; anything may be registered here. */
    metrics: Registry;
  }
}

/** Seconds; fine where a read is expected, coarse where something is wrong anyway. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times requests by method, route and status. Routes, not paths: an unknown path shares one label with all others. */
export const metricsPlugin = fp(
  async (app) => {
    const registry = new Registry();
    registry.setDefaultLabels({ service: app.environment.serviceName });
    app.decorate('metrics', registry);

    const durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: BUCKETS,
      registers: [registry],
    });
    app.addHook('onResponse', (request, reply, done) => {
      durations.observe(
        { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
        reply.elapsedTime / 1000,
      );
      done();
    });
  },
  { name: 'metrics' },
);
