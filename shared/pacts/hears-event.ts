import { MatchersV3 } from '@pact-foundation/pact';
import type { FastifyInstance } from 'fastify';
import type { ConsumerPact } from './consumer.ts';
import { envelope } from './envelope.ts';
import { handle } from './handle.ts';
import type { Made } from './made.ts';

/**
 * A subscriber takes an event of another service into its inbox. What it does with it is a developer's to write: it is
 * handed all that its type promises, and asks for that. One that is not written yet refuses every event.
 */
export function hearsEvent(
  pact: ConsumerPact,
  app: FastifyInstance,
  subscriber: string,
  type: string,
  made: Made,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const description = `${type} for ${subscriber}`;
  const event = { ...envelope(type, made.id, 2), data: MatchersV3.like(data) };
  return pact.hears({ description, states: made.states, event }, async (told) => {
    try {
      await handle(app, told, subscriber);
    } catch (error) {
      if ((Object(error) as { code?: unknown }).code !== 'not_implemented') throw error;
    }
  });
}
