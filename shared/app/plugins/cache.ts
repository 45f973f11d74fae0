import fp from 'fastify-plugin';
import { Gauge, Histogram, type Registry } from 'prom-client';
import { type Cache, type CacheMetrics, connectCache, MemoryCache, reachCache } from '../../cache/index.ts';
import { addBelow, currentContext, spanClock } from '../../context/index.ts';
import type { WorkerLink } from '../workers/link.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What may be lost; there where the definition needs one. Its calls never reject. */
    cache: Cache;
  }
}

/** The cache on Redis where the environment names one, which the service can do without; else in memory, with several workers in that of the primary. */
export const cachePlugin = fp(
  async (app) => {
    const { redisUrl: url, fleetName: fleet, environmentName: environment, serviceName: service } = app.environment;
    const { workers, log } = app;
    if (url === undefined && workers === undefined) {
      app.decorate('cache', new MemoryCache());
      return;
    }
    const metrics = cacheMetrics(app.metrics, app.tracing && (url === undefined ? 'aurora' : 'redis'));
    const cache = await (url === undefined
      ? reachCache({ ask: (workers as WorkerLink).cache, log, metrics })
      : connectCache({ url, fleet, environment, service, log, metrics }));
    app.decorate('cache', cache);
    app.addHook('onClose', () => cache.close());
    app.readiness.add({ name: 'cache', critical: false, check: () => cache.check() });
  },
  { name: 'cache', dependencies: ['health', 'metrics'] },
);

/** @param traced what the cache is called in spans; undefined: it tells none */
function cacheMetrics(registry: Registry, traced: string | undefined): CacheMetrics {
  const registers = [registry];
  const up = new Gauge({
    name: 'cache_up',
    help: '0 while the cache is left alone because it failed.',
    aggregator: 'min',
    registers,
  });
  const durations = new Histogram({
    name: 'cache_call_duration_seconds',
    help: 'Calls to the cache by how they ended; those that failed were answered by memory.',
    labelNames: ['operation', 'outcome'] as const,
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1],
    registers,
  });
  return {
    up: (isUp) => up.set(isUp ? 1 : 0),
    call(operation, outcome, durationMs) {
      durations.observe({ operation, outcome }, durationMs / 1000);
      const context = traced === undefined ? undefined : currentContext();
      if (context?.spans === undefined) return;
      addBelow(context, {
        kind: 'database',
        name: `${operation} ${traced}`,
        startedAt: spanClock() - durationMs,
        durationMs,
        failed: outcome === 'failed',
        attributes: { 'db.system.name': traced, 'db.operation.name': operation },
      });
    },
  };
}
