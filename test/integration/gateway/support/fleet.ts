import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { service as configService } from '../../../../services/config-service/src/generated/service.ts';
import { createApp } from '../../../../shared/app/index.ts';
import { createSigner, generateKey } from '../../../../shared/auth/index.ts';
import { defineGateway } from '../../../../shared/gateway/index.ts';
import { THINGS } from '../../../../shared/gateway/testing/index.ts';
import { readServiceEnvironment } from '../../../../shared/settings/index.ts';
import { startTestService } from '../../../../shared/testing/index.ts';

const FLEET = 'aurora';
const CONFIG = { path: '/api/v1/config', service: 'config-service', read: 'config:read', write: 'config:write' };

export interface Fleet extends AsyncDisposable {
  /** Starts a gateway that follows the registry; they all share one folder for last good copies. */
  startGateway(): Promise<RunningGateway>;
  /** Changes settings of the gateways; what is not named goes back to its default. */
  configure(values: Record<string, unknown>): Promise<void>;
  /** Registers an instance, of the service `things` unless it is another's. */
  register(id: string, url: string, service?: string): Promise<void>;
  deregister(id: string): Promise<void>;
  stopConfigService(): Promise<void>;
  readonly configUrl: string;
  /** A token for everything. */
  readonly token: string;
}

export interface RunningGateway extends AsyncDisposable {
  readonly app: FastifyInstance;
  /** Asks the gateway with a token for everything. */
  call(path: string, init?: RequestInit): Promise<Response>;
}

/** The real config-service, and gateways before it; the services behind are the test's own. */
export async function startFleet(): Promise<Fleet> {
  const stateDir = await mkdtemp(join(tmpdir(), 'aurora-test-gateway-'));
  const people = await generateKey('dev', ['*']);
  const own = await generateKey('api-gateway', ['*']);
  const keys = [people.publicKey, own.publicKey];
  const sign = createSigner({ key: people.privateKey, fleet: FLEET });
  const token = await sign({ subject: 'tester', scopes: ['*'], expiresInSeconds: 300 });
  const authorization = `Bearer ${token}`;

  const config = await startTestService(configService, {
    migrations: new URL('../../../../migrations/config-service', import.meta.url).pathname,
    environment: { AUTH_JWKS: JSON.stringify({ keys }) },
  });
  const configUrl = await config.app.listen({ port: 0, host: '127.0.0.1' });

  async function ask(method: string, path: string, body?: object): Promise<void> {
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(configUrl + path, { method, headers, body: body ? JSON.stringify(body) : null });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  const configure: Fleet['configure'] = (values) =>
    ask('PUT', '/api/v1/config/api-gateway', { values: { logLevel: 'error', ...values } });
  await configure({});

  return {
    token,
    configUrl,
    configure,
    async startGateway() {
      const definition = defineGateway({
        fleet: FLEET,
        name: 'api-gateway',
        title: 'API gateway',
        routes: [THINGS, CONFIG],
        hooks: {},
      });
      const environment = readServiceEnvironment(definition, {
        PORT: '0',
        LOG_LEVEL: 'error',
        AUTH_JWKS: JSON.stringify({ keys }),
        FLEET_NAME: FLEET,
        CONFIG_URL: configUrl,
        AUTH_SIGNING_KEY: JSON.stringify(own.privateKey),
        STATE_DIR: stateDir,
      });
      const app = await createApp(definition, environment);
      await app.listen({ port: 0, host: '127.0.0.1' });
      const { port } = app.server.address() as AddressInfo;
      return {
        app,
        call: (path, { headers, ...init } = {}) =>
          fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers: { authorization, ...headers } }),
        async [Symbol.asyncDispose]() {
          app.server.closeAllConnections();
          await app.close();
        },
      };
    },
    register: (id, url, service = 'things') => ask('POST', '/registry/instances', { service, id, url, version: '1' }),
    deregister: (id) => ask('DELETE', `/registry/instances/${id}`),
    stopConfigService: () => config.stop(),
    async [Symbol.asyncDispose]() {
      await config.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
