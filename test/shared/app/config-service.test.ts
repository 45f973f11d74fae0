import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { until } from '../../../shared/testing/until.ts';
import { type RunningService, startService } from './support/service.ts';

const waits = ({ headers }: FastifyRequest) => /^wait=[1-9]/.test(String(headers.prefer)) && !over;
/** Set when the test is over: nobody waits any more. */
let over = false;

/** As much of config-service as the app speaks to: settings that are followed by long poll, leases, the list of instances. */
class Config {
  readonly app: FastifyInstance = fastify({ forceCloseConnections: true });
  readonly calls: string[] = [];
  readonly registered: Record<string, unknown>[] = [];
  settings: Record<string, unknown> = {};
  version = 1;
  services: unknown[] = [];

  async start(): Promise<string> {
    const { app } = this;
    app.addHook('onRequest', async (request) => {
      this.calls.push(`${request.method} ${request.url}`);
    });
    app.get('/api/v1/config/thing-service', async (request, reply) => {
      const etag = () => `"${this.version}"`;
      await until(() => !waits(request) || request.headers['if-none-match'] !== etag());
      reply.header('etag', etag());
      return { service: 'thing-service', version: this.version, values: this.settings };
    });
    app.get('/registry/services', async (request, reply) => {
      await until(() => !waits(request) || !app.server.listening);
      reply.header('etag', '"1"');
      return { items: this.services };
    });
    app.post('/registry/instances', async (request, reply) => {
      this.registered.push(request.body as Record<string, unknown>);
      reply.code(201);
      return { ttlSeconds: 15 };
    });
    app.delete('/registry/instances/:id', async (_request, reply) => reply.code(204).send());
    return app.listen({ port: 0, host: '127.0.0.1' });
  }

  change(settings: Record<string, unknown>): void {
    this.settings = settings;
    this.version += 1;
  }
}

describe('with a config-service', () => {
  let config: Config;
  let service: RunningService | undefined;
  let url: string;
  beforeEach(async () => {
    over = false;
    config = new Config();
    url = await config.start();
  });
  afterEach(async () => {
    over = true;
    await service?.app.close();
    service = undefined;
    await config.app.close();
  });

  const begin = async (env: NodeJS.ProcessEnv = {}) => {
    service = await startService(async () => {}, {
      env: { CONFIG_URL: url, INSTANCE_ID: 'thing-1', SERVICE_VERSION: '3', ...env },
    });
    return service.app;
  };

  it('a service starts with its settings, and follows them', async () => {
    config.settings = { timeoutMs: 700 };
    const app = await begin();
    await until(() => app.settings.get('timeoutMs') === 700);
    config.change({ timeoutMs: 700, logLevel: 'debug' });
    await until(() => app.log.isLevelEnabled('debug'));
    expect(app.settings.get('logLevel')).toBe('debug');
  });

  it('a service registers once it listens, and deregisters before it closes', async () => {
    const app = await begin({ SERVICE_COLOUR: 'green' });
    expect(config.registered).toEqual([]);
    const own = await app.listen({ port: 0, host: '127.0.0.1' });
    await until(() => config.registered.length > 0);
    expect(config.registered).toEqual([
      { service: 'thing-service', id: 'thing-1', version: '3', colour: 'green', url: own },
    ]);
    await app.close();
    expect(config.calls).toContain('DELETE /registry/instances/thing-1');
  });

  it('a service registers an address of IPv6 as URLs have it', async () => {
    const app = await begin({ HOST: '::1' });
    await app.listen({ port: 0, host: '127.0.0.1' });
    await until(() => config.registered.length > 0);
    expect(config.registered[0]?.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  });

  it('a service finds others by their name', async () => {
    await using other = await startService(async (app) => {
      app.get('/api/v1/hello', { config: { scope: 'things:read' } }, async ({ context }) => ({
        correlationId: context.correlationId,
      }));
    });
    const otherUrl = await other.app.listen({ port: 0, host: '127.0.0.1' });
    config.services = [
      { name: 'other-service', instances: [{ id: 'o-1', url: otherUrl, version: '1', colour: null, expiresAt: '' }] },
    ];
    const app = await begin();
    await until(() => app.registry?.resolve('other-service') === otherUrl);
    expect(app.clientOf('other-service')).toBe(app.clientOf('other-service'));
    // Another fleet's token: it was found, and asked for one of its own.
    expect((await app.clientOf('other-service').request({ method: 'GET', path: '/api/v1/hello' })).status).toBe(401);
    await expect(app.clientOf('nobody').request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('that is away, a service starts all the same and is degraded', async () => {
    await config.app.close();
    const app = await begin();
    expect(app.settings.get('timeoutMs')).toBe(2_000);
    expect((await app.inject({ url: '/health/ready' })).json()).toMatchObject({
      status: 'degraded',
      dependencies: [
        { name: 'settings', status: 'down', critical: false },
        { name: 'registry', status: 'down', critical: false },
      ],
    });
  });
});
