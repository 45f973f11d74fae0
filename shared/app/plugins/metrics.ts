import fp from 'fastify-plugin';
import { Gauge, Registry } from 'prom-client';
import { CLIENT_GONE } from '../client-gone.ts';
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
    app.onEnd(({ request, elapsedTime }, status, aborted) => {
      // Who leaves a stream has had enough of it: how long that took says nothing of the service.
      if (aborted && status !== CLIENT_GONE) return;
      const route = request.servedRoute ?? request.routeOptions.url ?? 'none';
      durations.observe(route, request.method, status, elapsedTime / 1000);
    });
  },
  { name: 'metrics', dependencies: ['endings'] },
);
