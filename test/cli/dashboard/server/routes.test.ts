import { describe, expect, it } from '@jest/globals';
import type { Problem, Snapshot } from '../../../../cli/dashboard/api.ts';
import { AuroraError } from '../../../../cli/errors.ts';
import { until } from '../../../../shared/testing/index.ts';
import { type DeskWish, openDesk } from './support/desk.ts';

/** A fleet whose services answer nothing but this. */
const silent: DeskWish['services'] = (_request, response) => response.writeHead(404).end();

describe('restart, replay and try', () => {
  it('are refused where the page only shows', async () => {
    await using desk = await openDesk({ mayAct: false, services: silent });
    const visitor = await desk.enter();
    expect((await visitor.ask('/api/session')).body).toMatchObject({ mayAct: false, fleet: 'aurora' });
    for (const path of ['/api/services/file-service/restart', '/api/events/replay', '/api/try']) {
      expect(await visitor.post(path, { consumer: 'a' })).toMatchObject({ status: 403, body: { code: 'read_only' } });
    }
    expect(desk.asked.map(([source]) => source)).not.toContain('restart');
    expect((await visitor.ask('/api/events/parked')).status).toBe(200);
  });

  it('are answered at once, and a restart that fails becomes a problem', async () => {
    const restart = () => Promise.reject(new AuroraError('not_started', 'It ended with 1.', { exit: 'startup' }));
    await using desk = await openDesk({ services: silent, sources: { restart } });
    const visitor = await desk.enter();
    expect((await visitor.post('/api/services/file-service/restart')).status).toBe(202);
    expect((await visitor.post('/api/services/nobody/restart')).status).toBe(404);
    const expected = { about: 'file-service', text: 'file-service could not be restarted: It ended with 1.' };
    for await (const [, snapshot] of visitor.events('/api/stream')) {
      const { problems } = snapshot as Snapshot;
      if (problems.some((problem: Problem) => problem.text === expected.text)) {
        expect(problems).toContainEqual(expect.objectContaining(expected));
        break;
      }
    }
  });

  it('hand on which events are meant', async () => {
    await using desk = await openDesk({ services: silent, sources: { replay: async (_, ids) => ids.length || 7 } });
    const visitor = await desk.enter();
    const replay = (body: unknown) => visitor.post('/api/events/replay', body);
    expect((await replay({ consumer: 'c', ids: ['a', 'b'] })).body).toEqual({ replayed: 2 });
    expect((await replay({ consumer: 'c' })).body).toEqual({ replayed: 7 });
    expect(desk.asked.filter(([source]) => source === 'replay')).toEqual([
      ['replay', 'c', ['a', 'b']],
      ['replay', 'c', []],
    ]);
    for (const body of [{}, { consumer: 1 }, { consumer: 'c', ids: 'a' }, { consumer: 'c', ids: [1] }]) {
      expect(await replay(body)).toMatchObject({ status: 422, body: { code: 'bad_body' } });
    }
  });
});

describe('bodies', () => {
  it.each([
    ['[]', 'application/json', 400],
    ['{', 'application/json', 400],
    ['', 'application/json', 400],
    ['{}', 'text/plain', 415],
    ['{}', 'application/x-www-form-urlencoded', 415],
    [JSON.stringify({ consumer: 'x'.repeat(2 * 1024 * 1024) }), 'application/json', 413],
  ])('are JSON objects of a megabyte at most: %#', async (body, type, status) => {
    await using desk = await openDesk({ services: silent });
    const visitor = await desk.enter();
    expect((await visitor.post('/api/events/replay', body, { 'content-type': type })).status).toBe(status);
  });
});

describe('a fleet that is down', () => {
  it('starts nothing by being looked at', async () => {
    await using desk = await openDesk();
    const visitor = await desk.enter();
    const down = { status: 409, body: { code: 'not_running', next: 'aurora up -d' } };
    for (const path of ['/api/events', '/api/events/parked', '/api/migrations', '/api/openapi']) {
      expect(await visitor.ask(path)).toMatchObject(down);
    }
    expect(await visitor.post('/api/events/replay', { consumer: 'c' })).toMatchObject(down);
    expect(await visitor.post('/api/services/file-service/restart')).toMatchObject(down);
    expect(await visitor.post('/api/try', { method: 'GET', path: '/' })).toMatchObject(down);
    expect((await visitor.ask('/api/registry')).body).toEqual({
      away: expect.stringContaining('not running'),
      services: [],
    });
    expect(new Set(desk.asked.map(([source]) => source))).toEqual(new Set(['config', 'observe']));
  });

  it('is shown as such', async () => {
    await using desk = await openDesk();
    const visitor = await desk.enter();
    for await (const [event, data] of visitor.events('/api/stream')) {
      expect(event).toBe('snapshot');
      expect(data).toMatchObject({ runtime: null, infrastructure: [], problems: [{ next: 'aurora up -d' }] });
      expect((data as Snapshot).services.map(({ status, now }) => [status, now])).toEqual(
        Array.from({ length: 5 }, () => ['down', null]),
      );
      break;
    }
  });

  it('has the logs that it left', async () => {
    const record = { time: '2026-11-26T12:00:00.000Z', level: 'info', service: 'file-service', msg: 'the last one' };
    await using desk = await openDesk({
      sources: {
        async *logs() {
          yield record;
        },
      },
    });
    const visitor = await desk.enter();
    expect((await visitor.ask('/api/logs?since=2026-11-26T00:00:00Z')).body).toEqual([record]);
  });
});

describe('the fleet as it is', () => {
  it('is looked at only while somebody does, and those that hang delay nobody', async () => {
    let metrics = 0;
    await using desk = await openDesk({
      services: ({ url }, response) => {
        // Readiness never answers.
        if (url === '/metrics') response.end(`up ${++metrics}`);
      },
    });
    const visitor = await desk.enter();
    expect(desk.asked.map(([source]) => source)).toEqual(['config']);
    const slow = 'file-service is slow to say how it does';
    for await (const [, data] of visitor.events('/api/stream')) {
      if ((data as Snapshot).problems.some(({ text }) => text === slow)) break;
    }
    expect(metrics).toBeGreaterThan(0);
    const { body } = await visitor.ask('/api/series?service=file-service&minutes=1');
    expect(body.times.length).toBeGreaterThan(0);
    expect(Object.keys(body.values)).toHaveLength(11);
  });

  it('is shown to so many and no more', async () => {
    await using desk = await openDesk();
    const visitor = await desk.enter();
    const streams = await Promise.all(Array.from({ length: 20 }, () => visitor.open('/api/stream')));
    expect(streams.map(({ statusCode }) => statusCode)).toEqual(streams.map(() => 200));
    expect(await visitor.ask('/api/stream')).toMatchObject({ status: 503, body: { code: 'too_many_streams' } });
    for (const stream of streams) stream.destroy();
    await until(async () => {
      const again = await visitor.open('/api/stream');
      again.destroy();
      return again.statusCode === 200;
    });
  });
});

describe('queries', () => {
  it.each([
    ['/api/series?service=nobody', 404],
    ['/api/series', 404],
    ['/api/series?service=file-service&minutes=0', 422],
    ['/api/series?service=file-service&minutes=1e9', 422],
    ['/api/logs?service=nobody', 404],
    ['/api/logs?level=loud', 422],
    ['/api/logs?limit=1000000', 422],
    ['/api/logs?since=yesterday', 422],
    [`/api/logs?grep=${'x'.repeat(300)}`, 422],
    ['/api/logs/stream?level=loud', 422],
    ['/api/traces?service=nobody', 404],
    ['/api/traces?minMs=-1', 422],
    ['/api/traces/none', 404],
    ['/api/events/parked?limit=0', 422],
  ])('that ask for what cannot be are told so: %s', async (path, status) => {
    await using desk = await openDesk({ services: silent });
    const answer = await (await desk.enter()).ask(path);
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(/\.$/) } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });
});

describe('a defect', () => {
  it('is told without its stack, and ends nothing', async () => {
    await using desk = await openDesk({ services: silent });
    const visitor = await desk.enter();
    const { status, text } = await visitor.ask('/api/events');
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', detail: 'A defect in Aurora: nobody said what it is' });
    expect(text).not.toContain('.ts');
    expect((await visitor.ask('/api/session')).status).toBe(200);
  });
});
