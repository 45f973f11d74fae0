import fp from 'fastify-plugin';
import { Gauge, Registry } from 'prom-client';
import { CLIENT_GONE } from '../client-gone.ts';
import { RequestDurations } from '../request-durations.ts';
import { isEventStream } from './connections.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/metrics` shows; anything may be registered here. */
    metrics: Registry;
  }
}

/** Whether it is an event stream is looked up for what took so many milliseconds. */
const LONG_MS = 100;

/** Times requests by route, method and status. Routes, not paths: all unknown paths share one label. */
export const metricsPlugin = fp(
  async (app) => {
    const { serviceName: service, serviceVersion: version, serviceBuild: build = '', serviceColour } = app.environment;
    const registry = new Registry();
    registry.setDefaultLabels({ service, ...(serviceColour !== undefined && { colour: serviceColour }) });
    app.decorate('metrics', registry);
    new Gauge({
      name: 'service_info',
      help: 'Always 1: which version of the service runs, and what exactly.',
      labelNames: ['version', 'build'] as const,
      aggregator: 'first',
      registers: [registry],
    }).set({ version, build }, 1);

    const durations = new RequestDurations(registry);
    app.onEnd(({ request, raw, elapsedTime }, status, aborted) => {
      // Who leaves a download has had enough of it, and a stream of events lasts as long as somebody listens: neither says how quick anybody is.
      if ((aborted && status !== CLIENT_GONE) || (elapsedTime > LONG_MS && isEventStream(raw))) return;
      const route = request.servedRoute ?? request.routeOptions.url ?? 'none';
      durations.observe(route, request.method, status, elapsedTime / 1000);
    });
  },
  { name: 'metrics', dependencies: ['endings'] },
);
