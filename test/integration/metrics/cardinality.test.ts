import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { service as syllabusService } from '../../../services/syllabus-service/src/generated/service.ts';
import { type CloudEvent, createEvent } from '../../../shared/events/index.ts';
import { startGateway, startUpstream, type TestGateway, THINGS } from '../../../shared/gateway/testing/index.ts';
import { startTestService, type TestService, until } from '../../../shared/testing/index.ts';
import { type Sample, samplesOf } from './support/series.ts';
import { MARK, type Shape, send, sendMany, shapesBelow, strange } from './support/strange.ts';

const REQUESTS = 1_200;
const EVENTS = 200;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'];
const STATUS = /^(?:[1-5]\d\d|other)$/;
const NUMBER = /^(?:\d+(?:\.\d+)?|\+Inf)$/;
/** Of Node itself: kinds of handles and collections, which come up as it goes. */
const DEFAULTS = /^(?:process|nodejs)_/;

jest.setTimeout(60_000);

type ClosedSets = Readonly<Record<string, readonly string[] | RegExp>>;

async function scrape(app: FastifyInstance): Promise<Sample[]> {
  return samplesOf((await app.inject({ url: '/metrics' })).body).filter(({ name }) => !DEFAULTS.test(name));
}

const seriesIn = (samples: readonly Sample[]) => new Set(samples.map(({ series }) => series));

/** Label and value of whatever is in none of the sets. */
function strangersIn(samples: readonly Sample[], closed: ClosedSets): string[] {
  const strangers = samples.flatMap(({ labels }) =>
    Object.entries(labels).filter(([label, value]) => {
      const set = closed[label];
      return set === undefined || (set instanceof RegExp ? !set.test(value) : !set.includes(value));
    }),
  );
  return [...new Set(strangers.map(([label, value]) => `${label}=${value}`))];
}

const COMMON: ClosedSets = {
  method: METHODS,
  status: STATUS,
  le: NUMBER,
  version: ['0.0.0'],
  build: [''],
  state: ['used', 'idle', 'waiting', 'under_way'],
};

describe('a service that is asked all sorts of things', () => {
  let service: TestService;
  let url: string;
  beforeAll(async () => {
    service = await startTestService(syllabusService, {
      migrations: join(resolve(import.meta.dirname, '../../..'), 'migrations/syllabus-service'),
      peers: {
        'subject-service': () => ({ body: { items: [], nextCursor: null } }),
        'file-service': () => ({ body: { items: [], nextCursor: null } }),
      },
    });
    url = await service.app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    service?.app.server.closeAllConnections();
    await service?.stop();
  });

  const event = (verb = 'created'): CloudEvent => {
    const aggregateId = randomUUID();
    const data = { id: aggregateId, code: strange(), name: strange() };
    const about = { fleet: 'aurora', service: 'subject-service', entity: 'subject', aggregateVersion: 1 };
    return { ...createEvent({ ...about, verb, aggregateId, data }), correlationid: strange() };
  };
  /** Until all of them have been handled. */
  async function handle(events: readonly CloudEvent[], before: number): Promise<void> {
    const results = await service.app.broker.publish(events);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['sent']));
    await until(async () => {
      const { rows } = await service.app.database.query({ text: 'SELECT count(*)::int AS count FROM inbox' });
      return (rows[0]?.count as number) >= before + new Set(events.map(({ id }) => id)).size;
    });
  }

  it('has as many series afterwards as after one thing of each sort', async () => {
    const shapes = shapesBelow('/api/v1/syllabi', `Bearer ${await service.token()}`);
    for (const shape of shapes) await send(url, shape);
    const first = event();
    await handle([first, first], 0);
    await until(async () => (await scrape(service.app)).some(({ labels }) => labels.outcome === 'duplicate'));
    const sample = seriesIn(await scrape(service.app));
    expect(sample.size).toBeGreaterThan(300);

    await sendMany(url, shapes, REQUESTS);
    await handle(
      Array.from({ length: EVENTS }, () => event()),
      1,
    );
    const samples = await scrape(service.app);
    expect([...seriesIn(samples)].filter((series) => !sample.has(series))).toEqual([]);
    expect(samples).toHaveLength(sample.size);
    expect(samples.filter(({ series }) => series.includes(MARK) || UUID.test(series))).toEqual([]);
    const readiness = await service.app.readiness.report();
    expect(
      strangersIn(samples, {
        ...COMMON,
        service: ['syllabus-service'],
        route: [...service.app.routeTable.map((route) => route.url), 'none'],
        target: ['config-service', 'subject-service', 'file-service'],
        outcome: [...['answered', 'failed', 'timeout', 'refused', 'aborted'], ...['sent', 'handled', 'duplicate']],
        dependency: readiness.dependencies.map(({ name }) => name),
        consumer: ['syllabus-service.references'],
        entity: ['syllabi'],
        field: ['subjectId', 'fileId'],
      }),
    ).toEqual([]);
  });
});

describe('a gateway that is asked all sorts of things', () => {
  const parts = new AsyncDisposableStack();
  let gateway: TestGateway;
  let instances: string[];
  beforeAll(async () => {
    const answer: Parameters<typeof startUpstream>[0] = (request, response) => {
      response.statusCode = Number(request.headers['x-wanted'] ?? 200);
      response.end(strange());
    };
    const upstreams = [parts.use(await startUpstream(answer)), parts.use(await startUpstream(answer))];
    instances = upstreams.map((upstream) => upstream.url);
    gateway = parts.use(await startGateway({ instances: { things: instances } }));
  });
  afterAll(() => parts.disposeAsync());

  it('has as many series afterwards as after one thing of each sort', async () => {
    const { authorization, app, url } = gateway;
    const wanting = (wanted: number): Shape => ({
      path: () => `${THINGS.path}/${strange()}?${strange()}`,
      headers: () => ({ authorization, 'x-wanted': String(wanted) }),
    });
    // None that makes a breaker open, which is up to chance.
    const shapes = [...shapesBelow(THINGS.path, authorization), ...[201, 299, 304, 404, 418, 451, 498].map(wanting)];
    for (const shape of [...shapes, ...shapes]) await send(url, shape);
    const sample = seriesIn(await scrape(app));
    await sendMany(url, shapes, REQUESTS);
    const samples = await scrape(app);
    expect([...seriesIn(samples)].filter((series) => !sample.has(series))).toEqual([]);
    expect(samples).toHaveLength(sample.size);
    expect(samples.filter(({ series }) => series.includes(MARK) || UUID.test(series))).toEqual([]);
    const readiness = await app.readiness.report();
    expect(
      strangersIn(samples, {
        ...COMMON,
        service: ['api-gateway', 'things'],
        instance: instances.map((instance) => new URL(instance).host),
        route: [...app.routeTable.map((route) => route.url), THINGS.path, 'none'],
        outcome: ['answered', 'failed', 'unreachable', 'timeout', 'abandoned'],
        reason: ['malformed'],
        limit: ['gateway'],
        result: ['hit', 'stale', 'last_good', 'miss'],
        dependency: readiness.dependencies.map(({ name }) => name),
      }),
    ).toEqual([]);
  });
});
