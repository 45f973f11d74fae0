import fp from 'fastify-plugin';
import { Problem } from '../../errors/index.ts';

/**
 * Answers 405 with `Allow` where the path is known under other methods, by a route of its own for the methods that are missing:
 * the router then finds it as fast as any other. Must be loaded after all routes.
 */
export const methodNotAllowedPlugin = fp(
  async (app) => {
    const knownMethods = new Map<string, Set<string>>();
    for (const { url, method } of app.routeTable) {
      const known = knownMethods.get(url) ?? new Set();
      knownMethods.set(url, known);
      for (const each of [method].flat()) known.add(each);
    }
    for (const [url, known] of knownMethods) {
      const missing = app.supportedMethods.filter((method) => !known.has(method));
      if (missing.length === 0) continue;
      const allow = [...known].sort().join(', ');
      const refuse = () => {
        throw new Problem('method_not_allowed', { detail: `Allowed: ${allow}.`, headers: { Allow: allow } });
      };
      // Refused before the body is read: no body makes a difference.
      app.route({
        method: missing,
        url,
        config: { scope: null },
        schema: { hide: true },
        onRequest: refuse,
        handler: refuse,
      });
    }
  },
  { name: 'method-not-allowed', dependencies: ['route-table', 'authentication'] },
);
