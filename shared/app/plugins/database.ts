import fp from 'fastify-plugin';
import { Gauge, type Registry } from 'prom-client';
import { type CallListener, connectDatabase, type Database } from '../../database/index.ts';
import { DirectHistogram, oneAtATime } from '../../metrics/index.ts';

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
    const count = databaseCalls(app.metrics);
    let answered: PromiseWithResolvers<void> | undefined;
    const database = await connectDatabase({
      url: databaseUrl,
      poolSize: databasePoolSize,
      log: app.log,
      applicationName: serviceName,
      onCall(outcome, milliseconds) {
        count(outcome, milliseconds);
        if (outcome === 'answered') answered?.resolve();
      },
      traced: app.tracing !== undefined,
    });
    app.decorate('database', database);
    app.addHook('onClose', () => database.close());
    const ping = oneAtATime(() => database.ping());
    // Where all connections are in use a ping waits its turn: what answers anybody meanwhile is not away.
    const check = () => {
      answered = Promise.withResolvers();
      return Promise.race([ping(), answered.promise]);
    };
    app.readiness.add({ name: 'database', critical: true, check });

    new Gauge({
      name: 'database_connections',
      help: 'Connections of the pool by state; waiting are callers without one.',
      labelNames: ['state'] as const,
      registers: [app.metrics],
      collect() {
        for (const [state, count] of Object.entries(database.pool())) this.set({ state }, count);
      },
    });
    new Gauge({
      name: 'database_connections_max',
      help: 'The most connections that the pool may have.',
      registers: [app.metrics],
    }).set(databasePoolSize);
  },
  { name: 'database', dependencies: ['health', 'metrics'] },
);

function databaseCalls(registry: Registry): CallListener {
  const histogram = new DirectHistogram({
    name: 'database_call_duration_seconds',
    help: 'Statements by how they ended, without the wait for a connection.',
    labelNames: ['outcome'],
    bounds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registry,
  });
  const series = { answered: histogram.begin({ outcome: 'answered' }), failed: histogram.begin({ outcome: 'failed' }) };
  return (outcome, milliseconds) => series[outcome].observe(milliseconds / 1000);
}
