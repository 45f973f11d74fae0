import fp from 'fastify-plugin';
import { Counter } from 'prom-client';

/** Counts what became of log lines on their way to the collector. */
export const logShippingPlugin = fp(
  async (app) => {
    const outcomes: Readonly<Record<string, number>> = app.logShipping?.outcomes ?? {};
    new Counter({
      name: 'log_lines_shipped_total',
      help: 'Log lines for the collector by what became of them.',
      labelNames: ['outcome'] as const,
      registers: [app.metrics],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(outcomes)) this.inc({ outcome }, count);
      },
    });
  },
  { name: 'log-shipping', dependencies: ['metrics'] },
);
