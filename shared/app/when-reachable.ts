import type { FastifyInstance } from 'fastify';

/**
 * Runs what speaks to config-service: now, which the start waits for, or, in config-service itself,
 * once it listens and so can answer itself.
 */
export async function whenReachable(app: FastifyInstance, work: () => Promise<void>): Promise<void> {
  if (app.definition.needs.configService) return work();
  app.addHook('onListen', () => work());
}
