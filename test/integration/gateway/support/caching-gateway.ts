import type { FastifyInstance } from 'fastify';
import { createBalance } from '../../../../services/api-gateway/src/generated/balance.ts';
import {
  ResponseCache,
  type ResponseCacheSettings,
} from '../../../../services/api-gateway/src/generated/cache/response-cache.ts';
import { createCallers } from '../../../../services/api-gateway/src/generated/callers.ts';
import { gateway } from '../../../../services/api-gateway/src/generated/gateway.ts';
import type { GatewayHooks } from '../../../../services/api-gateway/src/generated/hooks.ts';
import { Pools } from '../../../../services/api-gateway/src/generated/proxy/pools.ts';
import { limitRate, type RateLimit } from '../../../../services/api-gateway/src/generated/rate-limit.ts';
import type { Route } from '../../../../services/api-gateway/src/generated/route.ts';
import { environmentOf } from '../../../../services/api-gateway/test/support/environment.ts';
import { createApp } from '../../../../shared/app/index.ts';
import { createSigner, type PrivateJwk, type PublicJwk } from '../../../../shared/auth/index.ts';
import { createLogger } from '../../../../shared/logging/index.ts';

const THINGS: Route = { path: '/api/v1/things', service: 'things', read: 'things:read', write: 'things:write' };
const OTHERS: Route = { path: '/api/v1/others', service: 'things', read: 'others:read', write: 'others:write' };
const OPEN: Route = { path: '/api/v1/open', service: 'things', read: null };

export interface Keys {
  readonly privateKey: PrivateJwk;
  readonly publicKey: PublicJwk;
}

export interface CachingGatewayOptions {
  readonly keys: Keys;
  /** Base URL of the service behind it. */
  readonly upstream: string;
  readonly rateLimit?: RateLimit;
  readonly responseCache?: ResponseCacheSettings;
  readonly redisUrl?: string;
  readonly hooks?: GatewayHooks;
}

export interface CachingGateway extends AsyncDisposable {
  readonly url: string;
  readonly app: FastifyInstance;
  /** May be changed while it runs. */
  readonly settings: { rateLimit: RateLimit; responseCache: ResponseCacheSettings };
  /** All that it has logged. */
  readonly log: () => string;
  /** Asks as `subject`, with every scope unless named; as nobody where that is null. */
  ask(path: string, init?: RequestInit & Caller): Promise<Response>;
}

interface Caller {
  readonly subject?: string | null;
  readonly scopes?: readonly string[];
}

/** One process of a gateway with limits and a cache, but for settings and registry: those the test says. */
export async function startCachingGateway(options: CachingGatewayOptions): Promise<CachingGateway> {
  const { keys, upstream, redisUrl, hooks = {} } = options;
  const settings = {
    rateLimit: options.rateLimit ?? { requests: 0, windowSeconds: 60 },
    responseCache: options.responseCache ?? { ttlMs: 0, maxBytes: 65_536 },
  };
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line), flush() {}, flushSync() {} };
  const definition = {
    name: 'api-gateway',
    fleet: 'test',
    title: 'Gateway',
    needs: { database: false, broker: false, cache: true, configService: false },
    routes: async (app: FastifyInstance) => {
      const pools = new Pools();
      app.addHook('onClose', () => pools.close());
      const { cache } = app;
      const callers = createCallers('a secret of all gateways');
      await app.register(gateway, {
        routes: [THINGS, OTHERS, OPEN],
        balance: createBalance(() => [{ url: upstream }]),
        pools,
        hooks,
        silenceMs: () => 5_000,
        limit: limitRate({ cache, callerOf: callers.of, limit: () => settings.rateLimit }),
        cache: {
          answers: new ResponseCache({ cache, callers, settings: () => settings.responseCache }),
          name: 'api-gateway',
          onLookup: () => undefined,
        },
      });
    },
  };
  const environment = environmentOf(keys.publicKey, redisUrl === undefined ? {} : { REDIS_URL: redisUrl });
  const log = createLogger({ service: 'api-gateway', version: '1', level: 'debug', destination });
  const app = await createApp(definition, environment, log);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const sign = createSigner({ key: keys.privateKey, fleet: 'test' });
  return {
    url,
    app,
    settings,
    log: () => lines.join(''),
    async ask(path, { subject = 'tester', scopes = ['*'], headers, ...init } = {}) {
      const token = subject === null ? undefined : await sign({ subject, scopes, expiresInSeconds: 600 });
      return fetch(url + path, {
        ...init,
        headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      });
    },
    async [Symbol.asyncDispose]() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
