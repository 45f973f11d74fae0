import type { FastifyInstance } from 'fastify';
import { Copies, type Reference } from '../references/index.ts';
import type { ConsumerPact } from './consumer.ts';
import { envelope } from './envelope.ts';
import { handle } from './handle.ts';
import type { Made } from './made.ts';
import { needed } from './needed.ts';
import { referenceOf } from './reference-of.ts';

/** Copies are kept as the owner tells, by the service's own subscription. */
export async function followsOwner(
  pact: ConsumerPact,
  app: FastifyInstance,
  references: readonly Reference[],
  field: string,
  made: Made,
): Promise<void> {
  const { target, changes, deletion, ...reference } = referenceOf(references, field);
  const hear = (type: string, version: number, carried: object, isKept: boolean) => {
    const event = { ...envelope(type, made.id, version), ...carried };
    return pact.hears({ description: type, states: made.states, event }, async (event) => {
      await handle(app, event, 'references');
      const copies = await new Copies(app.database).find(new Map([[target, new Set([event.subject])]]));
      const copy = copies.get(target)?.get(event.subject);
      if (copy?.version !== version || (copy.data !== null) !== isKept) {
        throw new Error(`${type} has not left a copy that is ${isKept ? 'kept' : 'marked as deleted'}`);
      }
    });
  };
  const data = needed(reference, made);
  // What nobody embeds is known to be there by the event alone.
  const carried = Object.keys(data).length > 0 ? { data } : {};
  const told = changes.filter((type) => !(made.isFixed && type.includes('.updated.')));
  for (const [index, type] of told.entries()) await hear(type, index + 2, carried, true);
  await hear(deletion, told.length + 2, {}, false);
}
