import type { FastifyInstance } from 'fastify';
import { createApp } from '../../app/index.ts';
import { createSigner, generateKey, type PrivateJwk } from '../../auth/index.ts';
import type { Logger } from '../../logging/index.ts';
import { readServiceEnvironment } from '../../settings/index.ts';
import { defineGateway } from '../definition.ts';
import type { GatewayHooks } from '../hooks.ts';
import type { GatewaySettings } from '../settings/index.ts';
import type { Route } from '../table/route.ts';
import type { LiveInstance } from '../upstream/upstreams.ts';

/** The one route of most tests. */
export const THINGS: Route = { path: '/api/v1/things', service: 'things', read: 'things:read', write: 'things:write' };

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly app: FastifyInstance;
  /** The live instances of each service; may be changed while it runs. */
  readonly instances: Record<string, readonly string[]>;
  /** A token of the fleet for `tester`. */
  token(...scopes: string[]): Promise<string>;
  /** `Authorization: Bearer …` with every scope. */
  readonly authorization: string;
  /** Changes settings while it runs; what is not named goes back to what it started with. */
  configure(settings: TestSettings): void;
}

export type TestSettings = { readonly [K in keyof GatewaySettings]?: Partial<GatewaySettings[K]> };

export interface TestGatewayOptions {
  readonly instances: Record<string, readonly string[]>;
  readonly routes?: readonly Route[];
  readonly hooks?: GatewayHooks;
  readonly settings?: TestSettings;
  /** Variables beside those of every test. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly log?: Logger;
}

/** The gateway as it runs, but for registry and config-service: which instances and settings there are is said by the test. */
export async function startGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const { routes = [THINGS], instances, hooks = {}, settings = {}, environment = {}, log } = options;
  const [people, own] = await Promise.all([generateKey('dev', ['*']), generateKey('api-gateway', ['*'])]);
  const initial = { silenceMs: 5_000, ...settings };
  const definition = defineGateway({
    fleet: 'test',
    name: 'api-gateway',
    title: 'Gateway',
    routes,
    hooks,
    settings: initial,
    live: (service) => listed(instances[service] ?? NOBODY),
  });
  const variables = {
    PORT: '0',
    LOG_LEVEL: 'error',
    AUTH_JWKS: JSON.stringify({ keys: [people.publicKey, own.publicKey] }),
    AUTH_SIGNING_KEY: JSON.stringify(own.privateKey),
    ...environment,
  };
  const app = await createApp(definition, readServiceEnvironment(definition, variables), log);
  const logLevel = app.settings.get('logLevel');
  const configure: TestGateway['configure'] = (changed) => {
    const accepted = app.settings.accept({ etag: '"test"', settings: { logLevel, ...initial, ...changed } });
    if (!accepted) throw new Error('the gateway refuses these settings');
  };
  // What every service has, like `retries`, is no setting of the definition's.
  if ('retries' in settings) configure({});
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const token = tokenOf(people.privateKey);
  return {
    url,
    app,
    instances,
    token,
    authorization: `Bearer ${await token('*')}`,
    configure,
    async [Symbol.asyncDispose]() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

const NOBODY: readonly string[] = [];
const lists = new WeakMap<readonly string[], readonly LiveInstance[]>();

/** The same list for the same instances, as the registry has it. */
function listed(urls: readonly string[]): readonly LiveInstance[] {
  const known = lists.get(urls) ?? urls.map((url) => ({ url }));
  lists.set(urls, known);
  return known;
}

function tokenOf(key: PrivateJwk): TestGateway['token'] {
  const sign = createSigner({ key, fleet: 'test' });
  return (...scopes) => sign({ subject: 'tester', scopes, expiresInSeconds: 3_600 });
}
