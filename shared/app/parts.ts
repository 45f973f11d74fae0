import type { FastifyPluginAsync } from 'fastify';
import type { ServiceDefinition } from './definition.ts';

/** Plugins whose libraries only those services load that need them: start-up time and memory count. */
export async function loadParts({ needs }: Pick<ServiceDefinition, 'needs'>): Promise<FastifyPluginAsync[]> {
  const [database, broker, outbox] = await Promise.all([
    needs.database ? loadDatabaseParts() : [],
    needs.broker ? import('./plugins/broker.ts').then(({ brokerPlugin }) => [brokerPlugin]) : [],
    needs.database && needs.broker ? loadOutboxParts() : [],
  ]);
  return [...database, ...broker, ...outbox];
}

async function loadDatabaseParts(): Promise<FastifyPluginAsync[]> {
  const [{ databasePlugin }, { housekeepingPlugin }] = await Promise.all([
    import('./plugins/database.ts'),
    import('./plugins/housekeeping.ts'),
  ]);
  return [databasePlugin, housekeepingPlugin];
}

async function loadOutboxParts(): Promise<FastifyPluginAsync[]> {
  const [{ outboxPlugin }, { subscriptionsPlugin }] = await Promise.all([
    import('./plugins/outbox.ts'),
    import('./plugins/subscriptions.ts'),
  ]);
  return [outboxPlugin, subscriptionsPlugin];
}
