import type { onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { bearerToken, createVerifier, mayPass, parseJwks } from '../../auth/index.ts';
import type { Identity } from '../../context/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a token must grant, e.g. `orders:read`; null: deliberately open to all. Must be said below /api and /registry. */
    scope?: string | null;
  }
  interface FastifyInstance {
    /** Refuses a request whose token does not grant the scope. */
    requireScope(scope: string): onRequestHookHandler;
  }
}

/** Below these, a route without a scope would be an accident. */
const GUARDED = /^\/(?:api|registry)(?:\/|$)/;

/** Checks the token of each request to a route with a scope; a route that should have one and has none keeps the service from starting. */
export const authenticationPlugin = fp(
  async (app) => {
    const { authJwks, fleetName } = app.environment;
    const verifier = createVerifier({ jwks: parseJwks(authJwks), fleet: fleetName });

    const requireScope = (scope: string): onRequestHookHandler => {
      const grant = (request: Parameters<onRequestHookHandler>[0], identity: Identity) => {
        request.context.identity = identity;
        mayPass(identity, { scope });
      };
      return (request, _reply, done) => {
        const verified = verifier.verify(bearerToken(request.headers.authorization, fleetName));
        if (verified instanceof Promise) return verified.then((identity) => grant(request, identity));
        grant(request, verified);
        done();
      };
    };
    app.decorate('requireScope', requireScope);

    app.addHook('onRoute', (route) => {
      const scope = route.config?.scope;
      if (scope === undefined && GUARDED.test(route.url)) {
        throw new Error(`${String(route.method)} ${route.url} must declare config.scope (null: open to all)`);
      }
      if (typeof scope === 'string') route.onRequest = [requireScope(scope), ...[route.onRequest ?? []].flat()];
    });
  },
  { name: 'authentication', dependencies: ['errors'] },
);
