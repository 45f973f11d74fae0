import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/until.ts';
import { RawClient } from '../../support/raw-client.ts';
import { type ServiceProcess, startProcess } from './support/process.ts';

const env = { PORT: '0', AUTH_JWKS: '{"keys":[]}' };

async function ask(url: string, agent = new Agent()): Promise<IncomingMessage & { body: string }> {
  const [answer] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  return Object.assign(answer, { body: await text(answer) });
}

const logged = (service: ServiceProcess, msg: string) => until(() => service.lines().find((line) => line.msg === msg));

describe.each(['SIGTERM', 'SIGINT'] as const)('on %s a service', (signal) => {
  it('finishes what is in flight, takes nothing new, and ends with 0', async () => {
    await using service = startProcess(env);
    const url = await service.url();
    const keepAlive = new Agent({ keepAlive: true });
    await ask(`${url}/health`, keepAlive);
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    await once(silent, 'connect');
    const silentClosed = once(silent, 'close');
    const slow = ask(`${url}/api/v1/slow`);
    await logged(service, 'begun');

    service.child.kill(signal);
    await logged(service, 'draining');
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    const answer = await slow;
    expect([answer.statusCode, answer.body, answer.headers.connection]).toEqual([200, '{"done":true}', 'close']);
    expect(await service.exitCode()).toBe(0);
    await silentClosed;
    expect(service.lines().at(-1)).toMatchObject({ msg: 'drained' });
    keepAlive.destroy();
  });
});

describe('a drain', () => {
  it('answers what still comes on open connections, each for the last time, and ends in time', async () => {
    await using service = startProcess({ ...env, DRAIN_TIMEOUT_MS: '5000' });
    const url = await service.url();
    using half = await RawClient.to(url);
    using busy = await RawClient.to(url);
    half.send('GET /health HTTP/1.1', 'Host: x', '');
    busy.send('GET /api/v1/slow HTTP/1.1', 'Host: x', '', '');
    await logged(service, 'begun');
    const began = performance.now();
    service.child.kill('SIGTERM');
    await logged(service, 'draining');
    half.send('Accept: */*', '', '');
    for (const client of [half, busy]) {
      expect(await client.closed()).toMatch(/^HTTP\/1.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n/i);
    }
    expect(await service.exitCode()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('cuts off what does not end in time, and ends with 1', async () => {
    await using service = startProcess({ ...env, DRAIN_TIMEOUT_MS: '200' });
    const stuck = ask(`${await service.url()}/api/v1/stuck`);
    const cut = expect(stuck).rejects.toThrow('socket hang up');
    await logged(service, 'begun');
    service.child.kill('SIGTERM');
    await cut;
    expect(await service.exitCode()).toBe(1);
    expect(service.lines().at(-1)).toMatchObject({ msg: 'cut off what was left' });
  });

  it('happens once, however many signals come', async () => {
    await using service = startProcess(env);
    const slow = ask(`${await service.url()}/api/v1/slow`);
    await logged(service, 'begun');
    service.child.kill('SIGINT');
    await logged(service, 'draining');
    service.child.kill('SIGINT');
    service.child.kill('SIGTERM');
    expect((await slow).statusCode).toBe(200);
    expect(await service.exitCode()).toBe(0);
  });

  it.each([
    ['throw', 'uncaught exception', 'nobody catches me'],
    ['reject', 'unhandled rejection', 'nobody awaits me'],
  ])('follows an error that nobody caught (%s), logged with its stack before', async (path, msg, message) => {
    await using service = startProcess(env);
    const url = await service.url();
    const slow = ask(`${url}/api/v1/slow`);
    await logged(service, 'begun');
    expect((await ask(`${url}/api/v1/${path}`)).statusCode).toBe(200);
    expect((await slow).statusCode).toBe(200);
    expect(await service.exitCode()).toBe(1);
    expect(service.lines()).toContainEqual(
      expect.objectContaining({
        level: 'fatal',
        msg,
        err: expect.objectContaining({ message, stack: expect.stringContaining('service-process.ts') }),
      }),
    );
  });
});
