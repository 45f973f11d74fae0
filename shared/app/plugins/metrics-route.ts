import fp from 'fastify-plugin';
import { collectDefaultMetrics } from 'prom-client';
import { oneAtATime } from '../../metrics/index.ts';
import { forThisMachineOr } from '../for-this-machine-or.ts';

/** `GET /metrics` in the Prometheus text format, for this machine or for a token with `metrics:read`. */
export const metricsRoutePlugin = fp(
  async (app) => {
    const { metrics, workers } = app;
    let started = false;
    // Watching the event loop and the garbage collector costs something: only where somebody reads it.
    const own = () => {
      if (!started) collectDefaultMetrics({ register: metrics });
      started = true;
      return metrics;
    };
    workers?.onReport(() => own().getMetricsAsJSON());
    // A storm of scrapes is one.
    const text = oneAtATime(() => (workers ? workers.metrics() : own().metrics()));
    app.get('/metrics', {
      config: { quiet: true },
      schema: { hide: true },
      onRequest: forThisMachineOr(app, 'metrics:read'),
      async handler(_request, reply) {
        return reply.type(metrics.contentType).send(await text());
      },
    });
  },
  { name: 'metrics-route', dependencies: ['metrics', 'authentication'] },
);
