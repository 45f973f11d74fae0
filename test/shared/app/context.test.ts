import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { currentContext } from '../../../shared/context/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { type RunningService, startService } from './support/service.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;
const UUID = /^[0-9a-f-]{36}$/;

describe('the context of a request', () => {
  let service: RunningService;
  let late = 0;
  beforeAll(async () => {
    service = await startService(async (app) => {
      app.get('/api/v1/context', { config: { scope: null } }, async (request) => {
        await pause(Math.random() * 5);
        request.log.info('inside');
        await pause(Math.random() * 5);
        const { correlationId, traceparent, deadline } = currentContext() ?? {};
        return { correlationId, traceparent, leftMs: deadline && deadline - Date.now() };
      });
      app.post('/api/v1/context', { config: { scope: null } }, async () => ({
        correlationId: currentContext()?.correlationId,
      }));
      app.get('/api/v1/slow', { config: { scope: null } }, async () => {
        await pause(60);
        late += 1;
        return { late: true };
      });
      app.get('/api/v1/long', { config: { scope: null } }, async () =>
        Readable.from(
          (async function* () {
            yield 'begun, ';
            await pause(60);
            yield 'done';
          })(),
        ),
      );
    });
  });
  afterAll(() => service.app.close());

  const get = (headers: Record<string, string> = {}, url = '/api/v1/context') => service.app.inject({ url, headers });

  it('carries a correlation id that came in', async () => {
    const { headers, json } = await get({ 'x-correlation-id': 'order-42.retry:1' }).then((answer) => ({
      headers: answer.headers,
      json: answer.json(),
    }));
    expect([headers['x-correlation-id'], json.correlationId]).toEqual(['order-42.retry:1', 'order-42.retry:1']);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(129), '<script>', 'ünïcode', '../../etc', '{"$ne":1}'])(
    'replaces the correlation id %p',
    async (given) => {
      const { headers } = await get({ 'x-correlation-id': given });
      expect(headers['x-correlation-id']).toMatch(UUID);
    },
  );

  it('has a correlation id on errors and on paths that do not exist', async () => {
    const { headers } = await get({ 'x-correlation-id': 'mine' }, '/nowhere');
    expect(headers['x-correlation-id']).toBe('mine');
  });

  it('stays with its own request among many at once, also in the log', async () => {
    service.lines.length = 0;
    const ids = Array.from({ length: 200 }, (_, index) => `request-${index}`);
    const answers = await Promise.all(ids.map((id) => get({ 'x-correlation-id': id })));
    expect(answers.map((answer) => answer.json().correlationId)).toEqual(ids);
    const inside = service.lines.filter(({ msg }) => msg === 'inside').map(({ correlationId }) => correlationId);
    expect(inside.sort()).toEqual([...ids].sort());
    const answered = service.lines.filter(({ msg }) => msg === 'answered').map(({ correlationId }) => correlationId);
    expect(answered.sort()).toEqual([...ids].sort());
  });

  it('is there after a body has been read', async () => {
    const answer = await service.app.inject({
      method: 'POST',
      url: '/api/v1/context',
      headers: { 'x-correlation-id': 'mine' },
      payload: {},
    });
    expect(answer.json()).toEqual({ correlationId: 'mine' });
  });

  it('goes on with the trace that came in, under a span of its own', async () => {
    const { traceparent } = (await get({ traceparent: TRACEPARENT })).json();
    expect(traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(traceparent).not.toBe(TRACEPARENT);
  });

  it('begins a trace where none came in, and logs its id', async () => {
    service.lines.length = 0;
    const { traceparent } = (await get({ traceparent: '00-zz-zz-01' })).json();
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    const ids = { traceId: traceparent.slice(3, 35), spanId: traceparent.slice(36, 52) };
    expect(service.lines).toMatchObject([
      { msg: 'inside', ...ids },
      { msg: 'answered', ...ids },
    ]);
    expect(service.lines[1]).not.toHaveProperty('parentSpanId');
  });

  it('knows how long its caller waits', async () => {
    const { leftMs } = (await get({ 'x-request-deadline': '5000' })).json();
    expect(leftMs).toBeGreaterThan(4000);
    expect(leftMs).toBeLessThanOrEqual(5000);
    expect((await get()).json().leftMs).toBeUndefined();
  });

  it.each(['30', '0'])('answers 504 once its caller waits no more, after %s ms', async (deadline) => {
    service.lines.length = 0;
    const answer = await get({ 'x-request-deadline': deadline, 'x-correlation-id': 'late' }, '/api/v1/slow');
    expect([answer.statusCode, answer.json().code]).toEqual([504, 'upstream_timeout']);
    expect(service.lines.find(({ code }) => code === 'upstream_timeout')).toMatchObject({ correlationId: 'late' });
    await until(() => late > 0);
    expect(service.lines.filter(({ err }) => String(err).includes('ALREADY_SENT'))).toEqual([]);
  });

  it('lets an answer that has begun in time come to its end', async () => {
    service.lines.length = 0;
    const answer = await get({ 'x-request-deadline': '30' }, '/api/v1/long');
    expect([answer.statusCode, answer.body]).toEqual([200, 'begun, done']);
    expect(service.lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('logs one line for each answer, without the query string', async () => {
    service.lines.length = 0;
    await get({ 'x-correlation-id': 'mine', traceparent: TRACEPARENT }, '/api/v1/context?token=s3cret');
    expect(service.lines.filter(({ msg }) => msg === 'answered')).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        service: 'thing-service',
        version: '1.0.0',
        colour: null,
        correlationId: 'mine',
        traceId: TRACE,
        spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
        parentSpanId: '00f067aa0ba902b7',
        method: 'GET',
        path: '/api/v1/context',
        route: '/api/v1/context',
        status: 200,
        durationMs: expect.any(Number),
        msg: 'answered',
      },
    ]);
    expect(JSON.stringify(service.lines)).not.toContain('s3cret');
  });
});
