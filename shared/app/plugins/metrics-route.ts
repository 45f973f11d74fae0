import fp from 'fastify-plugin';
import { collectDefaultMetrics } from 'prom-client';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** `GET /metrics` in the Prometheus text format, for this machine or for a token with `metrics:read`. */
export const metricsRoutePlugin = fp(
  async (app) => {
    const requireToken = app.requireScope('metrics:read');
    let started = false;
    app.get('/metrics', {
      config: { quiet: true },
      schema: { hide: true },
      onRequest(request, reply, done) {
        if (LOOPBACK.test(request.ip)) return done();
        return requireToken.call(app, request, reply, done);
      },
      async handler(_request, reply) {
        // Watching the event loop and the garbage collector costs something: only where somebody reads it.
        if (!started) collectDefaultMetrics({ register: app.metrics });
        started = true;
        return reply.type(app.metrics.contentType).send(await app.metrics.metrics());
      },
    });
  },
  { name: 'metrics-route', dependencies: ['metrics', 'authentication'] },
);
