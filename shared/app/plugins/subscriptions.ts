import { setTimeout as sleep } from 'node:timers/promises';
import fp from 'fastify-plugin';
import { type Consumer, EventMetrics, type Subscription } from '../../events/index.ts';

/** A broker that takes longer is away: the service starts without it. */
const PATIENCE_MS = 2_000;

/**
 * Consumes what the service subscribes to; handlers may write, so the outbox is relayed after each event. The service is
 * ready once nothing that others publish can pass it by. Where the broker is away it starts all the same, says so in its
 * readiness, and subscribes when the broker is back.
 */
export const subscriptionsPlugin = fp(
  async (app) => {
    const consumers: Consumer[] = [];
    const missing = new Set<string>();
    const metrics = new EventMetrics(app.metrics);
    let closing = false;
    const consume = async (subscription: Subscription) => {
      const handle: Subscription['handle'] = async (event, attempt, signal) => {
        const effect = await subscription.handle(event, attempt, signal);
        app.relay.nudge();
        return effect;
      };
      const counting = metrics.of(subscription.consumer);
      missing.add(subscription.consumer);
      try {
        const sampling = app.tracing?.sampling;
        consumers.push(await app.broker.subscribe({ ...subscription, handle, metrics: counting, sampling }));
        missing.delete(subscription.consumer);
      } catch (error) {
        if (!closing) app.log.error({ err: error, consumer: subscription.consumer }, 'cannot subscribe');
      }
    };
    app.addHook('onReady', async () => {
      const subscriptions = app.definition.subscriptions?.(app) ?? [];
      if (subscriptions.length === 0) return;
      const check = async () => {
        if (missing.size > 0) throw new Error(`not subscribed yet: ${[...missing].join(', ')}`);
      };
      app.readiness.add({ name: 'subscriptions', critical: false, check });
      metrics.follow(app.broker, subscriptions);
      const patience = new AbortController();
      const subscribed = Promise.all(subscriptions.map(consume)).then(() => patience.abort());
      await Promise.race([
        subscribed,
        sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
    });
    app.addHook('preClose', (done) => {
      closing = true;
      done();
    });
    app.addHook('onClose', async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
    });
  },
  { name: 'subscriptions', dependencies: ['outbox'] },
);
