import fp from 'fastify-plugin';
import { connectBroker, type EventBroker } from '../../events/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The way to other services' events and theirs to ours; there where the definition needs one. */
    broker: EventBroker;
  }
}

/** Connects the broker. Without it the service works on: its events wait in the outbox. */
export const brokerPlugin = fp(
  async (app) => {
    const { brokerUrl, fleetName, serviceName } = app.environment;
    if (brokerUrl === undefined) throw new Error('BROKER_URL is missing');
    const broker = await connectBroker({
      url: brokerUrl,
      fleet: fleetName,
      service: serviceName,
      log: app.log,
    });
    app.decorate('broker', broker);
    app.addHook('onClose', () => broker.close());
    app.readiness.add({ name: 'broker', critical: false, check: () => broker.ping() });
  },
  { name: 'broker', dependencies: ['health'] },
);
