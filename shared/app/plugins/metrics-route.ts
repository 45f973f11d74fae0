import fp from 'fastify-plugin';
import { collectDefaultMetrics } from 'prom-client';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** `GET /metrics` in the Prometheus text format, for this machine or for a token with `metrics:read`. */
export const metricsRoutePlugin = fp(
  async (app) => {
    const requireToken = app.requireScope('metrics:read');
    const { metrics, workers } = app;
    let started = false;
    // Watching the event loop and the garbage collector costs something: only where somebody reads it.
    const own = () => {
      if (!started) collectDefaultMetrics({ register: metrics });
      started = true;
      return metrics;
    };
    workers?.onReport(() => own().getMetricsAsJSON());
    app.get('/metrics', {
      config: { quiet: true },
      schema: { hide: true },
      onRequest(request, reply, done) {
        // That a client is on this machine is not for proxies elsewhere to say.
        if (LOOPBACK.test(request.ip) && LOOPBACK.test(request.socket.remoteAddress ?? '')) return done();
        return requireToken.call(app, request, reply, done);
      },
      async handler(_request, reply) {
        const text = workers ? workers.metrics() : own().metrics();
        return reply.type(metrics.contentType).send(await text);
      },
    });
  },
  { name: 'metrics-route', dependencies: ['metrics', 'authentication'] },
);
