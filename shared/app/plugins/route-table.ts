import type { RouteOptions } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route so far, in the order of registration; one for each URL and set of methods. */
    routeTable: readonly RouteOptions[];
    /** The shared schemas of all plugins that have routes, by `$id`; complete once the app is ready. */
    allSchemas(): Readonly<Record<string, unknown>>;
  }
}

/** Remembers the routes: what 405 answers and the OpenAPI document are made of. */
export const routeTablePlugin = fp(
  async (app) => {
    const routes: RouteOptions[] = [];
    // Each plugin has schemas of its own, which its parents do not see.
    const owners = new Set([app]);
    app.decorate('routeTable', routes);
    app.decorate('allSchemas', () => Object.assign({}, ...[...owners].map((owner) => owner.getSchemas())));
    app.addHook('onRoute', function (route) {
      routes.push(route);
      owners.add(this);
    });
  },
  { name: 'route-table' },
);
