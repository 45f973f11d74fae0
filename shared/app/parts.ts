import type { FastifyPluginAsync } from 'fastify';
import type { ServiceDefinition } from './definition.ts';

/** Plugins whose libraries only those services load that need them: start-up time and memory count. */
export async function loadParts(needs: ServiceDefinition['needs']): Promise<FastifyPluginAsync[]> {
  const parts: Promise<FastifyPluginAsync>[] = [];
  if (needs.database) parts.push(import('./plugins/database.ts').then(({ databasePlugin }) => databasePlugin));
  return Promise.all(parts);
}
