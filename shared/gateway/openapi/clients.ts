import type { FastifyInstance } from 'fastify';
import type { HttpClient } from '../../http/index.ts';
import type { LiveInstances } from '../upstream/upstreams.ts';

/** Over what documents are fetched: the app's own clients, or, where no registry says who is live, one for each service. */
export function documentClients(
  app: FastifyInstance,
  live: LiveInstances | undefined,
): (service: string) => HttpClient {
  if (live === undefined) return app.clientOf;
  const clients = new Map<string, HttpClient>();
  return (target) => {
    const known = clients.get(target);
    if (known) return known;
    const client = app.openClient({
      target,
      resolve: () => live(target)[0]?.url,
      timeoutMs: () => app.settings.get('timeoutMs'),
      retries: () => 0,
    });
    clients.set(target, client);
    return client;
  };
}
