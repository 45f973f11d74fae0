import { createApp } from '@aurora/shared/app';
import { createSigner, generateKey, type PrivateJwk } from '@aurora/shared/auth';
import type { FastifyInstance } from 'fastify';
import { createBalance } from '../../src/generated/balance.ts';
import { gateway } from '../../src/generated/gateway.ts';
import type { GatewayHooks } from '../../src/generated/hooks.ts';
import { Pools } from '../../src/generated/proxy/pools.ts';
import type { Route } from '../../src/generated/route.ts';
import { environmentOf } from './environment.ts';

/** The one route of most tests. */
export const THINGS: Route = { path: '/api/v1/things', service: 'things', read: 'things:read', write: 'things:write' };

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly app: FastifyInstance;
  /** The live instances of each service; may be changed while it runs. */
  readonly instances: Record<string, readonly string[]>;
  /** A token of the fleet. */
  token(...scopes: string[]): Promise<string>;
  /** `Authorization: Bearer …` with every scope. */
  readonly authorization: string;
}

export interface TestGatewayOptions {
  readonly instances: Record<string, readonly string[]>;
  readonly routes?: readonly Route[];
  readonly hooks?: GatewayHooks;
  readonly silenceMs?: number;
  /** Variables beside those of every test. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** The gateway as it runs, but for the registry: which instances there are is said by the test. */
export async function startGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const { routes = [THINGS], instances, hooks = {}, silenceMs = 5_000, environment = {} } = options;
  const { privateKey, publicKey } = await generateKey('dev', ['*']);
  const definition = {
    name: 'api-gateway',
    fleet: 'test',
    title: 'Gateway',
    needs: { database: false, broker: false, configService: false },
    routes: async (app: FastifyInstance) => {
      const pools = new Pools();
      app.addHook('onClose', () => pools.close());
      const balance = createBalance((service) => (instances[service] ?? []).map((url) => ({ url })));
      await app.register(gateway, { routes, balance, pools, hooks, silenceMs: () => silenceMs });
    },
  };
  const app = await createApp(definition, environmentOf(publicKey, environment));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const token = tokenOf(privateKey);
  return {
    url,
    app,
    instances,
    token,
    authorization: `Bearer ${await token('*')}`,
    async [Symbol.asyncDispose]() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function tokenOf(key: PrivateJwk): TestGateway['token'] {
  const sign = createSigner({ key, fleet: 'test' });
  return (...scopes) => sign({ subject: 'tester', scopes, expiresInSeconds: 3_600 });
}
