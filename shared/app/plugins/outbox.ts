import fp from 'fastify-plugin';
import { countPublished, outboxMetrics, Relay } from '../../outbox/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Sends what commands have left in the outbox. */
    relay: Relay;
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Relays the outbox of the service to the broker, at once after each request that may have written to it. */
export const outboxPlugin = fp(
  async (app) => {
    const { database, broker, environment, log, role } = app;
    const relay = new Relay({
      database,
      broker,
      instance: environment.instanceId,
      log,
      isStandby: role.current === 'standby',
      onPublished: countPublished(app.metrics),
      spans: app.tracing?.spans,
    });
    app.decorate('relay', relay);
    role.onChange((now) => relay.standBy(now === 'standby'));
    app.addHook('onClose', () => relay.stop());
    app.addHook('onResponse', (request, _reply, done) => {
      if (!READS.has(request.method)) relay.nudge();
      done();
    });
    outboxMetrics(app.metrics, database);
  },
  { name: 'outbox', dependencies: ['database', 'broker', 'role'] },
);
