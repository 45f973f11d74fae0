import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import type { ReadinessReport } from '../readiness.ts';

/** Milliseconds that a scrape waits for what the service stands on. */
const PATIENCE_MS = 500;

const WORTH: Readonly<Record<ReadinessReport['status'], number>> = {
  ready: 1,
  degraded: 0.5,
  starting: 0,
  down: 0,
  draining: 0,
};

/** What `/health/ready` tells, for whoever watches over time. */
export const healthMetricsPlugin = fp(
  async ({ metrics, readiness }) => {
    const registers = [metrics];
    // Collected at once: the three share one look.
    const report = () => readiness.reportWithin(PATIENCE_MS);
    new Gauge({
      name: 'service_ready',
      help: '1 ready, 0.5 degraded, 0 starting, down or draining.',
      aggregator: 'min',
      registers,
      async collect() {
        this.set(WORTH[(await report()).status]);
      },
    });
    new Gauge({
      name: 'dependency_up',
      help: 'Whether what the service stands on answers, as its readiness tells.',
      labelNames: ['dependency'] as const,
      aggregator: 'min',
      registers,
      async collect() {
        for (const { name, status } of (await report()).dependencies) {
          this.set({ dependency: name }, status === 'up' ? 1 : 0);
        }
      },
    });
    new Gauge({
      name: 'dependency_latency_seconds',
      help: 'How long what the service stands on took to answer, or to be given up on.',
      labelNames: ['dependency'] as const,
      aggregator: 'max',
      registers,
      async collect() {
        for (const { name, latencyMs } of (await report()).dependencies) {
          this.set({ dependency: name }, latencyMs / 1000);
        }
      },
    });
  },
  { name: 'health-metrics', dependencies: ['health', 'metrics'] },
);
