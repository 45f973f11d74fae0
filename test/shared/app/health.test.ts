import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { type RunningService, startService } from './support/service.ts';

describe('health', () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await startService(async () => {});
  });
  afterEach(() => service.app.close());

  const ask = async (url: string) => {
    const answer = await service.app.inject({ url });
    return { code: answer.statusCode, ...answer.json() };
  };
  const down = async () => {
    throw new Error('away');
  };
  const self = { service: 'thing-service', version: '0.0.0', build: null };

  it('is alive whatever it stands on', async () => {
    service.app.readiness.add({ name: 'database', critical: true, check: down });
    expect(await ask('/health')).toEqual({ code: 200, status: 'alive', ...self });
  });

  it('is ready with nothing to stand on', async () => {
    const startedAt = expect.stringMatching(/^20.*Z$/);
    const playing = { role: 'live', consuming: true };
    const report = { code: 200, status: 'ready', ...self, startedAt, ...playing, dependencies: [] };
    expect(await ask('/health/ready')).toEqual(report);
  });

  it('says what exactly runs, where it was told', async () => {
    await using built = await startService(async () => {}, {
      env: { SERVICE_VERSION: '1.4.0', SERVICE_BUILD: 'shop/thing-service:0123456789ab', SERVICE_COLOUR: 'green' },
    });
    const told = { version: '1.4.0', build: 'shop/thing-service:0123456789ab' };
    for (const path of ['/health', '/health/startup', '/health/ready']) {
      expect((await built.app.inject({ url: path })).json()).toMatchObject(told);
    }
    const { body } = await built.app.inject({ url: '/metrics' });
    const labels = 'version="1.4.0",build="shop/thing-service:0123456789ab",service="thing-service",colour="green"';
    expect(body).toContain(`service_info{${labels}} 1\n`);
  });

  it('is no work under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let asked = 0;
    const hang = async () => {
      asked++;
      await promise;
    };
    service.app.readiness.add({ name: 'database', critical: true, check: hang });
    const url = await service.app.listen({ port: 0, host: '127.0.0.1' });
    const answer = fetch(`${url}/health/ready`);
    await until(() => asked === 1);
    const { body } = await service.app.inject({ url: '/metrics' });
    resolve();
    await (await answer).text();
    expect(body).toMatch(/^http_requests_in_flight\{.*\} 0$/m);
  });

  it('keeps the start apart: once it has been of use, it has started', async () => {
    let database: () => Promise<void> = down;
    service.app.readiness.add({ name: 'database', critical: true, check: () => database() });
    expect(await ask('/health/startup')).toEqual({ code: 503, status: 'starting', ...self });
    expect(await ask('/health/ready')).toMatchObject({ code: 503, status: 'starting' });
    database = async () => {};
    await until(async () => (await ask('/health/startup')).code === 200);
    database = down;
    await until(async () => (await ask('/health/ready')).status === 'down');
    expect(await ask('/health/startup')).toEqual({ code: 200, status: 'started', ...self });
  });

  it('answers 200 while degraded, 503 while down', async () => {
    service.app.readiness.add({ name: 'broker', critical: false, check: down });
    expect(await ask('/health/ready')).toMatchObject({ code: 200, status: 'degraded' });
    await using other = await startService(async (app) => {
      app.readiness.add({ name: 'database', critical: true, check: down });
    });
    const { statusCode, ...answer } = await other.app.inject({ url: '/health/ready' });
    expect([statusCode, answer.json().dependencies[0].lastError]).toEqual([503, 'away']);
  });

  it('is not ready while it drains, and asks clients to connect elsewhere', async () => {
    service.app.readiness.draining = true;
    expect(await ask('/health/ready')).toMatchObject({ code: 503, status: 'draining' });
    const { headers } = await service.app.inject({ url: '/health' });
    expect(headers.connection).toBe('close');
  });

  it('leaves no line in the log at level info', async () => {
    await ask('/health');
    await ask('/health/ready');
    expect(service.lines.filter(({ msg }) => msg === 'answered')).toEqual([]);
  });
});
