import type { FastifyInstance } from 'fastify';
import type { CloudEvent } from '../events/index.ts';
import { hasHandled } from '../inbox/index.ts';

/**
 * Hands an event to the service's own subscription, as its broker would.
 * @param name the end of its consumer's name
 * @throws whatever that throws
 */
export async function handle(app: FastifyInstance, event: CloudEvent, name: string): Promise<void> {
  const subscriptions = app.definition.subscriptions?.(app) ?? [];
  const subscription = subscriptions.find(({ consumer }) => consumer.endsWith(`.${name}`));
  if (!subscription?.types.includes(event.type)) throw new Error(`${name} does not listen to ${event.type}`);
  await subscription.handle(event, 1, new AbortController().signal);
  if (await hasHandled(app.database, subscription.consumer, event)) return;
  throw new Error(`${subscription.consumer} has not taken ${event.type} into its inbox`);
}
