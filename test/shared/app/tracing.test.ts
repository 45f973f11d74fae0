import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addBelow, childOf, currentContext, spanClock } from '../../../shared/context/index.ts';
import { type RunningService, startService } from './support/service.ts';

interface Line {
  readonly msg: string;
  readonly [member: string]: unknown;
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

const routes: Parameters<typeof startService>[0] = async (app) => {
  app.get('/api/v1/things/:id', { config: { scope: 'things:read' } }, async (request) => {
    await pause(Math.random() * 5);
    const context = currentContext();
    if (context) addBelow(context, { kind: 'internal', name: 'inside', startedAt: spanClock(), attributes: {} });
    await pause(Math.random() * 5);
    return { id: (request.params as { id: string }).id, traceparent: context?.traceparent };
  });
  app.get('/api/v1/open', { config: { scope: null } }, async () => ({ traceparent: currentContext()?.traceparent }));
  app.get('/api/v1/broken', { config: { scope: null } }, async () => {
    throw new Error('secret of somebody');
  });
};

describe('a request that is traced', () => {
  let service: RunningService;
  let authorization: string;
  beforeAll(async () => {
    service = await startService(routes, { env: { TRACES_SAMPLE: '1' }, logLevel: 'error' });
    authorization = `Bearer ${await service.token()}`;
  });
  afterAll(() => service.app.close());

  const spansOf = (correlationId: string) =>
    (service.lines as Line[]).filter((line) => line.msg === 'span' && line.correlationId === correlationId);

  it('leaves a line for its span, whatever the log level is', async () => {
    await service.app.inject({
      url: '/api/v1/things/my-secret-id?filter=my-secret-value',
      headers: { authorization, 'x-correlation-id': 'one', traceparent: `00-${TRACE}-${PARENT}-01` },
    });
    const [inside, server] = spansOf('one');
    expect(server).toEqual({
      level: 'trace',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      service: 'thing-service',
      version: '1.0.0',
      colour: null,
      correlationId: 'one',
      traceId: TRACE,
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      parentSpanId: PARENT,
      kind: 'server',
      name: 'GET /api/v1/things/:id',
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      durationMs: expect.any(Number),
      status: 'ok',
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/api/v1/things/:id',
        'http.response.status_code': 200,
        'url.scheme': 'http',
      },
      msg: 'span',
    });
    expect(inside).toMatchObject({ traceId: TRACE, parentSpanId: server?.spanId, name: 'inside', status: 'ok' });
    expect(JSON.stringify(spansOf('one'))).not.toMatch(/my-secret|Bearer|eyJ/);
  });

  it('says that it went wrong, and not what was in the error', async () => {
    await service.app.inject({ url: '/api/v1/broken', headers: { 'x-correlation-id': 'broken' } });
    const [span] = spansOf('broken');
    expect(span).toMatchObject({ status: 'error', attributes: { 'error.type': '500' } });
    expect(span).not.toHaveProperty('parentSpanId');
    expect(JSON.stringify(span)).not.toContain('secret');
  });

  it('is called by its method where no route is found, and not at all where it is asked for often', async () => {
    for (const url of ['/nothing/here', '/health', '/health/ready', '/metrics']) {
      await service.app.inject({ url, headers: { 'x-correlation-id': 'quiet' } });
    }
    expect(spansOf('quiet').map(({ name }) => name)).toEqual(['GET']);
  });

  it('has its own parents among 1,000 at once', async () => {
    const calls = Array.from({ length: 1_000 }, async (_, index) => {
      const parent = childOf(`00-${TRACE}-${PARENT}-01`);
      const headers = { authorization, 'x-correlation-id': `many-${index}`, traceparent: parent };
      const answer = await service.app.inject({ url: `/api/v1/things/${index}`, headers });
      return { parent, own: answer.json().traceparent as string };
    });
    for (const [index, { parent, own }] of (await Promise.all(calls)).entries()) {
      const [inside, server, ...more] = spansOf(`many-${index}`);
      expect([server?.parentSpanId, server?.spanId]).toEqual([parent.slice(36, 52), own.slice(36, 52)]);
      expect([inside?.parentSpanId, more]).toEqual([server?.spanId, []]);
    }
  });

  it.each([
    '',
    '00',
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE}-${PARENT}-0`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${'x'.repeat(32)}-${PARENT}-01`,
    '-'.repeat(8_000),
    '\u0000',
    '"}{',
  ])('begins a trace of its own where what comes in is none: %p', async (traceparent) => {
    const { statusCode, body } = await service.app.inject({
      url: '/api/v1/open',
      headers: { traceparent, tracestate: '=,,;\u00ff=', 'x-correlation-id': 'bad' },
    });
    expect([statusCode, JSON.parse(body).traceparent]).toEqual([
      200,
      expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    ]);
    expect(body).not.toContain(TRACE);
  });
});

describe('tracing that is switched off', () => {
  it('changes nothing that anybody sees, and tells no span', async () => {
    await using off = await startService(routes);
    await using on = await startService(routes, { env: { TRACES_SAMPLE: '1' } });
    const seen = async ({ app, token }: RunningService) => {
      const authorization = `Bearer ${await token()}`;
      const answers = await Promise.all(
        ['/api/v1/things/1', '/api/v1/open', '/api/v1/broken', '/nothing', '/health'].map((url) =>
          app.inject({ url, headers: { authorization, 'x-correlation-id': 'same' } }),
        ),
      );
      return answers.map(({ statusCode, headers: { date: _, ...headers }, body }) => ({
        statusCode,
        headers,
        body: body.replace(/00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]/, 'trace'),
      }));
    };
    expect(await seen(on)).toEqual(await seen(off));
    expect(off.lines.filter(({ msg }) => msg === 'span')).toEqual([]);
    expect(on.lines.filter(({ msg }) => msg === 'span')).toHaveLength(5);
  });

  it('passes the flags of callers on as they came', async () => {
    await using off = await startService(routes);
    const { body } = await off.app.inject({
      url: '/api/v1/open',
      headers: { traceparent: `00-${TRACE}-${PARENT}-01` },
    });
    expect(JSON.parse(body).traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
  });
});
