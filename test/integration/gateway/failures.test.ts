import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream, type TestGateway } from '../../../shared/gateway/testing/index.ts';

/** Nobody ever listens there. */
const REFUSING = 'http://127.0.0.1:1';

async function call(gateway: TestGateway, init: RequestInit = {}) {
  const answer = await fetch(`${gateway.url}/api/v1/things/1`, {
    ...init,
    headers: { authorization: gateway.authorization, ...init.headers },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('a service that does not answer', () => {
  it('is not registered: 503 that says so, and when to come again', async () => {
    await using gateway = await startGateway({ instances: {} });
    const { status, headers, text } = await call(gateway);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ code: 'unavailable', detail: 'No instance of things is registered.' });
  });

  it('refuses the connection: 503, without its address', async () => {
    await using gateway = await startGateway({ instances: { things: [REFUSING] } });
    const { status, headers, text } = await call(gateway);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('1');
    expect(text).not.toContain('127.0.0.1');
    expect(JSON.parse(text)).toMatchObject({ code: 'unavailable', detail: 'things cannot be reached.' });
  });

  it('refuses the connection while another instance takes it: reads never notice, writes are never sent twice', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end('here'));
    await using gateway = await startGateway({ instances: { things: [REFUSING, upstream.url] } });
    for (let turn = 0; turn < 4; turn++) expect(await call(gateway)).toMatchObject({ status: 200, text: 'here' });
    const writes = [await call(gateway, { method: 'POST' }), await call(gateway, { method: 'POST' })];
    const arrived = upstream.requests.filter(({ method }) => method === 'POST');
    expect(arrived).toHaveLength(writes.filter(({ status }) => status === 200).length);
  });

  it('breaks the connection off before it answers: 502, and what may be repeated was, twice', async () => {
    await using upstream = await startUpstream((request) => void request.socket.destroy());
    await using gateway = await startGateway({ instances: { things: [upstream.url, upstream.url] } });
    const { status, headers, text } = await call(gateway);
    expect(status).toBe(502);
    expect(headers.get('retry-after')).toBe('1');
    expect(JSON.parse(text)).toMatchObject({ code: 'upstream_failed' });
    expect(upstream.requests).toHaveLength(3);
    expect(await call(gateway, { method: 'POST' })).toMatchObject({ status: 502 });
    expect(upstream.requests).toHaveLength(4);
  });

  it('answers with what is no HTTP: 502', async () => {
    await using upstream = await startUpstream((request) => void request.socket.end('SSH-2.0-what\r\n\r\n'));
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    expect(await call(gateway)).toMatchObject({ status: 502 });
  });

  it('is silent: 504, and it is told to stop', async () => {
    const stopped = Promise.withResolvers<void>();
    await using upstream = await startUpstream((request) => void request.once('close', stopped.resolve));
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: { silenceMs: 100 } });
    const { status, text } = await call(gateway);
    expect(status).toBe(504);
    expect(JSON.parse(text)).toMatchObject({ code: 'upstream_timeout' });
    await stopped.promise;
  });

  it('is slower than the deadline that came with the request: 504, and it is told to stop', async () => {
    const stopped = Promise.withResolvers<void>();
    await using upstream = await startUpstream((request) => void request.once('close', stopped.resolve));
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    // Long enough for a busy machine to reach the service before.
    const { status } = await call(gateway, { headers: { 'x-request-deadline': '1000' } });
    expect(status).toBe(504);
    await stopped.promise;
    expect(Number(upstream.requests[0]?.headers['x-request-deadline'])).toBeLessThanOrEqual(1000);
  });

  it('falls silent in the midst of its answer: the connection is cut, so that half an answer is never taken for a whole one', async () => {
    await using upstream = await startUpstream((_request, response) => void response.write('half'));
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: { silenceMs: 100 } });
    await expect(call(gateway)).rejects.toThrow();
  });
});
