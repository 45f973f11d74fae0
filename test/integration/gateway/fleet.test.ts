import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FleetView, ServiceView } from '../../../shared/gateway/fleet/contract.ts';
import { startGateway, startUpstream, type TestGateway, THINGS } from '../../../shared/gateway/testing/index.ts';

const READY = {
  status: 'degraded',
  version: '1.2.3',
  build: '0123456789ab',
  startedAt: '2030-01-01T00:00:00.000Z',
  dependencies: [
    {
      name: 'broker',
      status: 'down',
      critical: false,
      latencyMs: 1,
      since: '2030-01-01T00:00:00.000Z',
      lastError: 'away',
    },
    {
      name: 'references',
      status: 'up',
      critical: false,
      latencyMs: 1,
      since: '2030-01-01T00:00:00.000Z',
      detail: { a: 1 },
    },
  ],
};

describe('the view over the fleet', () => {
  const parts = new AsyncDisposableStack();
  let gateway: TestGateway;
  let gone: string;
  beforeAll(async () => {
    const telling = parts.use(
      await startUpstream((request, response) => {
        response.statusCode = request.url === '/base/health/ready' ? 503 : 404;
        response.end(JSON.stringify(READY));
      }),
    );
    const hanging = parts.use(await startUpstream(() => undefined));
    const other = parts.use(await startUpstream((_, response) => response.end('<html>')));
    const brief = await startUpstream(() => undefined);
    gone = brief.url;
    await brief[Symbol.asyncDispose]();
    gateway = parts.use(
      await startGateway({
        routes: ['things', 'silent', 'strange', 'gone', 'nobody'].map((service) => {
          return { ...THINGS, path: `/api/v1/${service}`, service };
        }),
        instances: {
          things: [telling.url.replace('http://', 'http://user:s3cret@').concat('/base/')],
          silent: [hanging.url],
          strange: [other.url],
          gone: [gone],
        },
        environment: { SERVICE_BUILD: 'shop/api-gateway:1', INSTANCE_ID: 'shop-api-gateway-1' },
      }),
    );
  });
  afterAll(() => parts.disposeAsync());

  it('shows each service with what its instances say, and why the others do not', async () => {
    const text = await (await fetch(`${gateway.url}/health/fleet`)).text();
    const view: FleetView = JSON.parse(text);
    const of = (name: string): Partial<ServiceView> => view.services.find((each) => each.name === name) ?? {};
    expect(view.status).toBe('degraded');
    expect(of('things')).toMatchObject({
      status: 'degraded',
      instances: [{ version: '1.2.3', build: '0123456789ab', startedAt: READY.startedAt }],
    });
    const { detail: _, ...references } = READY.dependencies[1] as Record<string, unknown>;
    expect(of('things').instances?.[0]?.dependencies).toEqual([READY.dependencies[0], references]);
    const reasons = ['silent', 'strange', 'gone'].map((name) => [of(name).status, of(name).instances?.[0]?.reason]);
    expect(reasons).toEqual([
      ['down', 'no answer within 1500 ms'],
      ['down', 'its answer is no JSON'],
      ['down', `connect ECONNREFUSED ${gone.replace('http://', '')}`],
    ]);
    expect(of('nobody')).toEqual({ name: 'nobody', status: 'down', instances: [] });
    expect(of('api-gateway').instances).toMatchObject([{ id: 'shop-api-gateway-1', build: 'shop/api-gateway:1' }]);
    expect(text).not.toContain('s3cret');
  });

  it('is for this machine or a token that grants metrics', async () => {
    const from = async (...scopes: string[]) => {
      const headers = scopes.length > 0 ? { authorization: `Bearer ${await gateway.token(...scopes)}` } : {};
      const { statusCode } = await gateway.app.inject({ url: '/health/fleet', remoteAddress: '10.0.0.7', headers });
      return statusCode;
    };
    expect([await from(), await from('things:read'), await from('metrics:read')]).toEqual([401, 403, 200]);
  });
});
