import fp from 'fastify-plugin';
import { Readiness } from '../readiness.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What this service stands on; plugins add what they connect to. */
    readiness: Readiness;
  }
}

const text = { type: 'string' };
const alive = {
  type: 'object',
  properties: { status: { type: 'string', enum: ['alive'] }, service: text, version: text },
};
const report = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ready', 'degraded', 'down', 'draining'] },
    service: text,
    version: text,
    dependencies: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: text,
          status: { type: 'string', enum: ['up', 'down'] },
          critical: { type: 'boolean', description: 'Whether the service is of no use without it.' },
          latencyMs: { type: 'number' },
          since: { type: 'string', format: 'date-time' },
          detail: {},
          lastError: text,
        },
      },
    },
  },
};

/** `/health`: the process answers. `/health/ready`: it is of use, with what it stands on one by one. */
export const healthPlugin = fp(
  async (app) => {
    const readiness = new Readiness();
    app.decorate('readiness', readiness);
    const { serviceName: service, serviceVersion: version } = app.environment;

    app.get(
      '/health',
      { config: { quiet: true }, schema: { summary: 'Is the process alive?', response: { 200: alive } } },
      () => ({
        status: 'alive',
        service,
        version,
      }),
    );
    app.get(
      '/health/ready',
      {
        config: { quiet: true },
        schema: {
          summary: 'Is the service of use?',
          response: { 200: report, 503: { description: 'It is not', ...report } },
        },
      },
      async (_request, reply) => {
        const report = await readiness.report();
        reply.code(report.status === 'down' || report.status === 'draining' ? 503 : 200);
        return { status: report.status, service, version, dependencies: report.dependencies };
      },
    );
  },
  { name: 'health', dependencies: ['errors'] },
);
