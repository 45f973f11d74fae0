import fp from 'fastify-plugin';
import type { HttpClient } from '../../http/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Speaks to config-service, which no registry is needed to find; undefined where the fleet has none. */
    configService: HttpClient | undefined;
  }
}

const TIMEOUT_MS = 2_000;

/** The connection over which settings and the registry come. */
export const configServicePlugin = fp(
  async (app) => {
    const { configUrl } = app.environment;
    const client = configUrl
      ? app.openClient({
          target: 'config-service',
          resolve: () => configUrl,
          timeoutMs: () => TIMEOUT_MS,
          retries: () => 0,
        })
      : undefined;
    app.decorate('configService', client);
  },
  { name: 'config-service', dependencies: ['calls'] },
);
