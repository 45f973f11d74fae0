import fp from 'fastify-plugin';
import { collectDefaultMetrics, type Registry } from 'prom-client';
import { oneAtATime } from '../../metrics/index.ts';
import { forThisMachineOr } from '../for-this-machine-or.ts';

/** What prom-client leaves out of several workers, or takes the mean of, in which one that is blocked would not show. */
const WORST = ['process_start_time_seconds', 'nodejs_eventloop_lag_p99_seconds'];

/** `GET /metrics` in the Prometheus text format, for this machine or for a token with `metrics:read`. */
export const metricsRoutePlugin = fp(
  async (app) => {
    const { metrics, workers } = app;
    let started = false;
    // Watching the event loop and the garbage collector costs something: only where somebody reads it.
    const own = () => {
      if (!started) watchProcess(metrics);
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

function watchProcess(register: Registry): void {
  collectDefaultMetrics({ register });
  for (const name of WORST) Object.assign(register.getSingleMetric(name) ?? {}, { aggregator: 'max' });
}
