import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import { connectDatabase, type Database } from '../../database/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The service's own database; there where its definition needs one. */
    database: Database;
  }
}

/** Connects the service's database, which it cannot do without. */
export const databasePlugin = fp(
  async (app) => {
    const { databaseUrl, databasePoolSize, serviceName } = app.environment;
    if (databaseUrl === undefined) throw new Error('DATABASE_URL is missing');
    const database = await connectDatabase({
      url: databaseUrl,
      poolSize: databasePoolSize,
      log: app.log,
      applicationName: serviceName,
      traced: app.tracing !== undefined,
    });
    app.decorate('database', database);
    app.addHook('onClose', () => database.close());
    app.readiness.add({ name: 'database', critical: true, check: () => database.ping() });

    new Gauge({
      name: 'database_connections',
      help: 'Connections of the pool by state; waiting are callers without one.',
      labelNames: ['state'] as const,
      registers: [app.metrics],
      collect() {
        for (const [state, count] of Object.entries(database.pool())) this.set({ state }, count);
      },
    });
  },
  { name: 'database', dependencies: ['health', 'metrics'] },
);
