import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { spansIn } from '../../support/span-tree.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('a traced request through the gateway', () => {
  it('shows each attempt, and tells each instance of the span above it', async () => {
    const { log, lines } = readableLog();
    await using bad = await startUpstream((_request, response) => void response.writeHead(503).end());
    await using good = await startUpstream((_request, response) => void response.end('here'));
    const instances = { things: [bad.url, good.url] };
    const environment = { TRACES_SAMPLE: '1' };
    await using gateway = await startGateway({ instances, environment, log });
    const headers = { authorization: gateway.authorization };
    const ask = async () => (await fetch(`${gateway.url}/api/v1/things/one`, { headers })).text();
    // Who is asked first takes turns.
    while (bad.requests.length === 0) expect(await ask()).toBe('here');
    await until(() => spansIn(lines).some(({ kind, attributes }) => kind === 'client' && attributes['error.type']));

    const traceparent = String(bad.requests[0]?.headers.traceparent);
    const spans = spansIn(lines).filter(({ traceId }) => traceId === traceparent.slice(3, 35));
    const server = spans.find(({ kind }) => kind === 'server');
    const attempts = spans.filter(({ kind }) => kind === 'client');
    expect(attempts.map(({ name, status, parentSpanId }) => [name, status, parentSpanId])).toEqual([
      ['GET /api/v1/things', 'error', server?.spanId],
      ['GET /api/v1/things', 'ok', server?.spanId],
    ]);
    expect(
      attempts.map(({ attributes: of }) => [of['http.response.status_code'], of['http.request.resend_count']]),
    ).toEqual([
      [503, undefined],
      [200, 1],
    ]);
    const heard = [bad.requests[0], good.requests.at(-1)].map((request) => String(request?.headers.traceparent));
    expect(heard).toEqual(attempts.map(({ spanId, traceId }) => `00-${traceId}-${spanId}-01`));
  });

  it('is as seldom as the fleet wants it, whatever clients say, and keeps their trace', async () => {
    const { log, lines } = readableLog();
    await using upstream = await startUpstream((_request, response) => void response.end());
    const environment = { TRACES_SAMPLE: '0.000001' };
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, environment, log });
    // An id that the share would take, were it the client's to choose.
    for (const trace of [TRACE, '1'.padEnd(32, '0')]) {
      const headers = { authorization: gateway.authorization, traceparent: `00-${trace}-00f067aa0ba902b7-01` };
      await fetch(`${gateway.url}/api/v1/things/one`, { headers });
      expect(upstream.requests.at(-1)?.headers.traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`));
    }
    expect(spansIn(lines)).toEqual([]);
  });
});
