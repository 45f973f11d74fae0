import fp from 'fastify-plugin';
import { Readiness } from '../readiness.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What this service stands on; plugins add what they connect to. */
    readiness: Readiness;
  }
}

const text = { type: 'string' };
const self = {
  service: text,
  version: text,
  build: { type: ['string', 'null'], description: 'What exactly runs: a tag, a digest, a hash of sources.' },
};
const alive = { type: 'object', properties: { status: { type: 'string', enum: ['alive'] }, ...self } };
const startup = { type: 'object', properties: { status: { type: 'string', enum: ['started', 'starting'] }, ...self } };
const report = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ready', 'degraded', 'starting', 'down', 'draining'] },
    ...self,
    startedAt: { type: 'string', format: 'date-time' },
    role: {
      type: 'string',
      enum: ['live', 'standby'],
      description: 'On standby it serves, and consumes no events: another colour does.',
    },
    consuming: {
      type: 'boolean',
      description: 'Live: whether all its subscriptions stand. On standby: whether any event is still in hand.',
    },
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

/**
 * `/health`: the process answers. `/health/startup`: it has been of use at least once. `/health/ready`: it is, with what it stands on
 * one by one.
 */
export const healthPlugin = fp(
  async (app) => {
    const readiness = new Readiness();
    app.decorate('readiness', readiness);
    const { serviceName: service, serviceVersion: version, serviceBuild: build = null } = app.environment;
    const config = { quiet: true };

    app.get('/health', { config, schema: { summary: 'Is the process alive?', response: { 200: alive } } }, () => ({
      status: 'alive',
      service,
      version,
      build,
    }));
    app.get(
      '/health/startup',
      {
        config,
        schema: {
          summary: 'Has the service begun its work?',
          response: { 200: startup, 503: { description: 'It has not', ...startup } },
        },
      },
      async (_request, reply) => {
        const started = await readiness.hasStarted();
        reply.code(started ? 200 : 503);
        return { status: started ? 'started' : 'starting', service, version, build };
      },
    );
    app.get(
      '/health/ready',
      {
        config,
        schema: {
          summary: 'Is the service of use?',
          response: { 200: report, 503: { description: 'It is not', ...report } },
        },
      },
      async (_request, reply) => {
        const { status, dependencies } = await readiness.report();
        reply.code(status === 'ready' || status === 'degraded' ? 200 : 503);
        const { startedAt } = readiness;
        const { current: role } = app.role;
        return { status, service, version, build, startedAt, role, consuming: app.role.consumes(), dependencies };
      },
    );
  },
  { name: 'health', dependencies: ['errors', 'role'] },
);
