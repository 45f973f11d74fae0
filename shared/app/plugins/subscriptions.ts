import fp from 'fastify-plugin';
import type { Consumer, Subscription } from '../../events/index.ts';

/** Consumes what the service subscribes to, from when it is ready; handlers may write, so the outbox is relayed after each event. */
export const subscriptionsPlugin = fp(
  async (app) => {
    const consumers: Consumer[] = [];
    let closing = false;
    const consume = async (subscription: Subscription) => {
      const handle: Subscription['handle'] = async (event, attempt) => {
        await subscription.handle(event, attempt);
        app.relay.nudge();
      };
      consumers.push(await app.broker.subscribe({ ...subscription, handle }));
    };
    app.addHook('onReady', (done) => {
      for (const subscription of app.definition.subscriptions?.(app) ?? []) {
        // Not waited for: the broker may be away for long, and the service is of use without it.
        consume(subscription).catch((err: unknown) => {
          if (!closing) app.log.error({ err, consumer: subscription.consumer }, 'cannot subscribe');
        });
      }
      done();
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
