import fp from 'fastify-plugin';
import { countOutcomes } from '../export-outcomes.ts';

/** Counts what became of log lines on their way to the collector. */
export const logShippingPlugin = fp(
  async (app) => {
    countOutcomes(app.metrics, 'log_lines_shipped_total', 'Log lines', app.logShipping?.outcomes ?? {});
  },
  { name: 'log-shipping', dependencies: ['metrics'] },
);
