import type { RouteOptions } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route so far, in the order of registration; one for each URL and set of methods. */
    routeTable: readonly RouteOptions[];
  }
}

/** Remembers the routes: what 405 answers and the OpenAPI document are made of. */
export const routeTablePlugin = fp(
  async (app) => {
    const routes: RouteOptions[] = [];
    app.decorate('routeTable', routes);
    app.addHook('onRoute', (route) => {
      routes.push(route);
    });
  },
  { name: 'route-table' },
);
