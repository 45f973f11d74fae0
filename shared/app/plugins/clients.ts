import fp from 'fastify-plugin';
import type { HttpClient } from '../../http/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The client of another service of the fleet: one for each, made when it is first asked for. */
    clientOf(service: string): HttpClient;
    /** Whether the registry knows of no living instance of the service. */
    isAway(service: string): boolean;
  }
}

/** Calls other services by their name: the registry says where they are, the settings how long and how often to try. */
export const clientsPlugin = fp(
  async (app) => {
    const { settings } = app;
    const clients = new Map<string, HttpClient>();
    app.decorate('isAway', (service: string) => app.registry?.instances(service).length === 0);
    app.decorate('clientOf', (service: string) => {
      const known = clients.get(service);
      if (known) return known;
      const client = app.openClient({
        target: service,
        resolve: () => app.registry?.resolve(service),
        timeoutMs: () => settings.get('timeoutMs'),
        retries: () => settings.get('retries'),
      });
      clients.set(service, client);
      return client;
    });
  },
  { name: 'clients', dependencies: ['calls', 'settings', 'registry'] },
);
