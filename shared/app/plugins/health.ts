import fp from 'fastify-plugin';
import { Readiness } from '../readiness.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What this service stands on; plugins add what they connect to. */
    readiness: Readiness;
  }
}

/** `/health`: the process answers. `/health/ready`: it is of use, with what it stands on one by one. */
export const healthPlugin = fp(
  async (app) => {
    const readiness = new Readiness();
    app.decorate('readiness', readiness);
    const { serviceName: service, serviceVersion: version } = app.environment;

    app.get(
      '/health',
      { config: { quiet: true }, schema: { tags: ['operations'], summary: 'Is the process alive?' } },
      () => ({
        status: 'alive',
        service,
        version,
      }),
    );
    app.get(
      '/health/ready',
      { config: { quiet: true }, schema: { tags: ['operations'], summary: 'Is the service of use?' } },
      async (_request, reply) => {
        const report = await readiness.report();
        reply.code(report.status === 'down' || report.status === 'draining' ? 503 : 200);
        return { status: report.status, service, version, dependencies: report.dependencies };
      },
    );
  },
  { name: 'health', dependencies: ['errors'] },
);
