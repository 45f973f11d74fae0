import type { BrokerOptions } from './broker-options.ts';
import type { EventBroker } from './contract.ts';

/**
 * The broker behind a URL, by its scheme. Returns at once and connects in the background, so a service starts without
 * its broker and says so in its readiness (`ping`). Only the adapter in use is loaded.
 * @throws Error for a URL of another kind
 */
export async function connectBroker(options: BrokerOptions): Promise<EventBroker> {
  const scheme = URL.parse(options.url)?.protocol;
  switch (scheme) {
    case 'postgres:':
    case 'postgresql:': {
      const { EmbeddedBroker } = await import('./embedded.ts');
      return new EmbeddedBroker(options);
    }
    case 'amqp:':
    case 'amqps:': {
      const { RabbitBroker } = await import('./rabbitmq.ts');
      return RabbitBroker.connect(options);
    }
    default:
      throw new Error(`BROKER_URL must start with amqp:// or postgres://, not ${scheme ?? 'something that is no URL'}`);
  }
}
