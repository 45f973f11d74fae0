import { describe, expect, it } from '@jest/globals';
import { connectBroker } from '../../../shared/events/index.ts';
import { readableLog } from '../../support/log.ts';

describe('the broker behind a URL', () => {
  const { log } = readableLog();

  it.each(['redis://localhost', 'nonsense', ''])('is refused for %j, without repeating it', async (url) => {
    const connecting = connectBroker({ url, fleet: 'shop', service: 'order-service', log });
    await expect(connecting).rejects.toThrow(/BROKER_URL must start with amqp:\/\/ or postgres:\/\//);
  });

  it.each(['postgres://u:secret@127.0.0.1:1/b', 'amqp://u:secret@127.0.0.1:1'])(
    'may be away at the start: %s',
    async (url) => {
      const broker = await connectBroker({ url, fleet: 'shop', service: 'order-service', log });
      await expect(broker.ping()).rejects.toThrow();
      const subscription = { consumer: 'billing', types: [], handle: async () => undefined };
      const subscribing = broker.subscribe(subscription).catch((error: Error) => error.message);
      await broker.close();
      expect(await subscribing).toMatch(/closed/);
    },
  );
});
