import { createSigner, type PrivateJwk, type PublicJwk } from '../../../../shared/auth/index.ts';
import type { GatewayHooks, Route } from '../../../../shared/gateway/index.ts';
import type { RateLimit, ResponseCacheSettings } from '../../../../shared/gateway/settings/index.ts';
import { startGateway, type TestGateway, THINGS } from '../../../../shared/gateway/testing/index.ts';
import { createLogger } from '../../../../shared/logging/index.ts';

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
  readonly rateLimit?: Partial<RateLimit>;
  readonly responseCache?: Partial<ResponseCacheSettings>;
  readonly redisUrl?: string;
  readonly hooks?: GatewayHooks;
}

export interface CachingGateway extends AsyncDisposable {
  readonly url: string;
  readonly app: TestGateway['app'];
  readonly configure: TestGateway['configure'];
  /** The live instances of the one service; may be changed while it runs. */
  instances: readonly string[];
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
  const { rateLimit = {}, responseCache = {} } = options;
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line), flush() {}, flushSync() {} };
  const instances: Record<string, readonly string[]> = { things: [upstream] };
  const gateway = await startGateway({
    instances,
    routes: [THINGS, OTHERS, OPEN],
    hooks,
    settings: { rateLimit, responseCache },
    environment: {
      AUTH_JWKS: JSON.stringify({ keys: [keys.publicKey] }),
      // The same for all processes of a gateway.
      AUTH_SIGNING_KEY: JSON.stringify(keys.privateKey),
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    },
    log: createLogger({ service: 'api-gateway', version: '1', level: 'debug', destination }),
  });
  const { url } = gateway;
  const sign = createSigner({ key: keys.privateKey, fleet: 'test' });
  return {
    url,
    app: gateway.app,
    get instances() {
      return instances.things ?? [];
    },
    set instances(urls) {
      instances.things = urls;
    },
    configure: (changed) => gateway.configure(changed),
    log: () => lines.join(''),
    async ask(path, { subject = 'tester', scopes = ['*'], headers, ...init } = {}) {
      const token = subject === null ? undefined : await sign({ subject, scopes, expiresInSeconds: 600 });
      return fetch(url + path, {
        ...init,
        headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      });
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
