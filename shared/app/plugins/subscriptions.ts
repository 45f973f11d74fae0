import fp from 'fastify-plugin';
import { EventMetrics, type Subscription } from '../../events/index.ts';
import { soon } from '../../metrics/index.ts';
import { Consumption } from '../consumption.ts';

/** A broker that takes longer is away: the service starts without it. */
const PATIENCE_MS = 2_000;

/**
 * Consumes what the service subscribes to while it is live; handlers may write, so the outbox is relayed after each event. The
 * service is ready once nothing that others publish can pass it by. Where the broker is away it starts all the same, says so in its
 * readiness, and subscribes when the broker is back.
 */
export const subscriptionsPlugin = fp(
  async (app) => {
    const metrics = new EventMetrics(app.metrics);
    const complete = (subscription: Subscription): Subscription => ({
      ...subscription,
      async handle(event, attempt, signal) {
        const effect = await subscription.handle(event, attempt, signal);
        app.relay.nudge();
        return effect;
      },
      metrics: metrics.of(subscription.consumer),
      sampling: app.tracing?.sampling,
    });
    let consumption: Consumption | undefined;
    app.addHook('onReady', async () => {
      const subscriptions = app.definition.subscriptions?.(app) ?? [];
      if (subscriptions.length === 0) return;
      const { broker, log, role } = app;
      const consuming = new Consumption({
        subscriptions: subscriptions.map(complete),
        subscribe: (subscription, signal) => broker.subscribe(subscription, signal),
        log,
      });
      consumption = consuming;
      const check = async () => {
        const { missing } = consuming;
        if (missing.length > 0) throw new Error(`not subscribed yet: ${missing.join(', ')}`);
      };
      app.readiness.add({ name: 'subscriptions', critical: false, check });
      metrics.follow(broker, subscriptions);
      role.consumes = () => consuming.isConsuming;
      role.onChange((now) => void consuming.want(now === 'live'));
      await soon(PATIENCE_MS, consuming.want(role.current === 'live'));
    });
    // Requests in flight and events in hand are finished side by side, within one and the same time.
    app.addHook('preClose', (done) => {
      void consumption?.end();
      done();
    });
    app.addHook('onClose', () => consumption?.end());
  },
  { name: 'subscriptions', dependencies: ['outbox', 'role'] },
);
