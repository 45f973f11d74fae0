import type { FastifyPluginAsync } from 'fastify';
import type { Environment } from '../settings/index.ts';
import type { ServiceDefinition } from './definition.ts';

/**
 * Plugins whose libraries only those services load that need them: start-up time and memory count.
 * @param environment absent: not known yet
 */
export async function loadParts(
  { needs }: Pick<ServiceDefinition, 'needs'>,
  environment?: Pick<Environment, 'redisUrl'>,
): Promise<FastifyPluginAsync[]> {
  const [database, broker, outbox, cache] = await Promise.all([
    needs.database ? loadDatabaseParts() : [],
    needs.broker ? import('./plugins/broker.ts').then(({ brokerPlugin }) => [brokerPlugin]) : [],
    needs.database && needs.broker ? loadOutboxParts() : [],
    needs.cache ? loadCacheParts(environment?.redisUrl) : [],
  ]);
  return [...database, ...broker, ...outbox, ...cache];
}

async function loadDatabaseParts(): Promise<FastifyPluginAsync[]> {
  const [{ databasePlugin }, { migrationsPlugin }, { housekeepingPlugin }] = await Promise.all([
    import('./plugins/database.ts'),
    import('./plugins/migrations.ts'),
    import('./plugins/housekeeping.ts'),
  ]);
  return [databasePlugin, migrationsPlugin, housekeepingPlugin];
}

async function loadOutboxParts(): Promise<FastifyPluginAsync[]> {
  const [{ outboxPlugin }, { subscriptionsPlugin }] = await Promise.all([
    import('./plugins/outbox.ts'),
    import('./plugins/subscriptions.ts'),
  ]);
  return [outboxPlugin, subscriptionsPlugin];
}

async function loadCacheParts(redisUrl: string | undefined): Promise<FastifyPluginAsync[]> {
  const [{ cachePlugin }] = await Promise.all([
    import('./plugins/cache.ts'),
    redisUrl === undefined ? undefined : import('../cache/redis.ts'),
  ]);
  return [cachePlugin];
}
