import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

const refused = async (url: string, reason: string) =>
  Number(
    new RegExp(`^gateway_refused_total\\{reason="${reason}".*\\} (\\d+)$`, 'm').exec(
      await (await fetch(`${url}/metrics`)).text(),
    )?.[1] ?? 0,
  );

describe('a client that is slow', () => {
  it('with its head: is told so', async () => {
    await using gateway = await startGateway({ instances: {}, settings: { limits: { headMs: 100 } } });
    using client = await RawClient.to(gateway.url);
    client.send('GET /api/v1/things HTTP/1.1', 'Host: x', '');
    const answer = await client.closed();
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
    // One that sends nothing at all as well.
    using silent = await RawClient.to(gateway.url);
    await silent.closed();
    expect(await refused(gateway.url, 'request_timeout')).toBe(2);
  });

  it('with its body: is told so, and the service is not kept waiting', async () => {
    const cutOff = Promise.withResolvers<boolean>();
    await using upstream = await startUpstream((request) => {
      request.on('error', () => undefined).resume();
      request.once('close', () => cutOff.resolve(request.complete));
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    // In force at once, also for connections that are there already.
    using client = await RawClient.to(gateway.url);
    gateway.configure({ limits: { requestMs: 100 } });
    const head = ['Host: x', `Authorization: ${gateway.authorization}`, 'Content-Length: 10', ''];
    client.send('POST /api/v1/things HTTP/1.1', ...head, 'half');
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
    expect(await cutOff.promise).toBe(false);
    expect(await refused(gateway.url, 'request_timeout')).toBe(1);
  });

  it('to ask again: its connection is closed', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end('here'));
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { limits: { idleMs: 50 } },
    });
    using client = await RawClient.to(gateway.url);
    client.send('GET /api/v1/things HTTP/1.1', 'Host: x', `Authorization: ${gateway.authorization}`, '', '');
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 200 .*here$/s);
  });

  it('to read: it is cut off, and so is the service’s connection', async () => {
    const given = Promise.withResolvers<void>();
    await using upstream = await startUpstream((_request, response) => {
      response.once('close', () => !response.writableFinished && given.resolve());
      const more = () => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: { silenceMs: 300 } });
    using client = await RawClient.to(gateway.url);
    client.send('GET /api/v1/things HTTP/1.1', 'Host: x', `Authorization: ${gateway.authorization}`, '', '');
    await client.until(/ 200 OK/);
    client.socket.pause();
    await given.promise;
    expect(await refused(gateway.url, 'not_reading')).toBe(1);
  });

  it('to read what the gateway itself says: it is cut off', async () => {
    await using gateway = await startGateway({ instances: {}, settings: { silenceMs: 300 } });
    using client = await RawClient.to(gateway.url);
    client.socket.pause();
    const ask = 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2_000);
    client.socket.write(ask);
    await until(async () => (await refused(gateway.url, 'not_reading')) === 1);
  });

  it('but the service is: nobody is cut off for that', async () => {
    let answer = () => undefined as unknown;
    await using upstream = await startUpstream((_request, response) => {
      response.write('first ');
      answer = () => response.end('last');
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { silenceMs: 100, routes: [{ path: '/api/v1/things', silenceMs: 60_000 }] },
    });
    using client = await RawClient.to(gateway.url);
    const head = ['Host: x', `Authorization: ${gateway.authorization}`, '', ''];
    client.send('GET /api/v1/things HTTP/1.1', ...head);
    await client.until(/first/);
    await once(gateway.app.server, 'timeout');
    answer();
    await client.until(/last/);
  });
});
