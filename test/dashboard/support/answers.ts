import type { Point, Series } from '../../../cli/dashboard/api.ts';
import { pointAt, SERVICES } from './busy-fleet.ts';
import { type FakeRequest, requestsBefore } from './requests.ts';

/** What the fake dashboard says to questions; undefined: there is no such path. */
export function answersAt(now: number): (path: string, search: URLSearchParams) => unknown {
  const requests = requestsBefore(now, 400, 350);
  const others = fixed(now);
  return (path, search) => {
    const matches = matcher(search);
    if (path === '/api/series') return series(search.get('service') ?? '', Number(search.get('minutes') ?? 15));
    if (path === '/api/logs') return requests.flatMap(({ trace }) => trace.lines).filter(matches);
    if (path === '/api/traces') return traces(requests, search);
    if (path.startsWith('/api/traces/')) {
      const id = decodeURIComponent(path.slice('/api/traces/'.length));
      const found = requests.find(({ summary }) => summary.correlationId === id);
      return found?.trace ?? { correlationId: id, roots: [], lines: [] };
    }
    return others[path];
  };
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

function matcher(
  search: URLSearchParams,
): (record: { level: string; service: string; correlationId?: string }) => boolean {
  const [service, level, id, grep] = ['service', 'level', 'correlationId', 'grep'].map((name) => search.get(name));
  return (record) =>
    (!service || record.service === service) &&
    (!level || LEVELS.indexOf(record.level) >= LEVELS.indexOf(level)) &&
    (!id || record.correlationId === id) &&
    (!grep || new RegExp(grep, 'i').test(JSON.stringify(record)));
}

function traces(requests: readonly FakeRequest[], search: URLSearchParams) {
  const [service, failed, minMs, grep] = ['service', 'failed', 'minMs', 'grep'].map((name) => search.get(name));
  return requests
    .map(({ summary }) => summary)
    .filter((each) => !service || each.services.includes(service))
    .filter((each) => !failed || each.failed)
    .filter(({ durationMs }) => durationMs >= Number(minMs ?? 0))
    .filter(({ title }) => !grep || title.includes(grep))
    .toReversed()
    .slice(0, Number(search.get('limit') ?? 100));
}

function series(service: string, minutes: number): Series {
  const seed = SERVICES.findIndex(({ name }) => name === service);
  const end = Math.floor(Date.now() / 1000);
  const times = Array.from({ length: minutes * 60 }, (_, index) => end - minutes * 60 + index + 1);
  const points = times.map((time) => pointAt(time, seed, SERVICES[seed]?.rate ?? 0));
  const columns = Object.keys(points[0] ?? {}).map((name) => [name, points.map((point) => point[name as keyof Point])]);
  return { service, times, values: Object.fromEntries(columns) };
}

function fixed(now: number): Readonly<Record<string, unknown>> {
  const before = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  const subject = { id: '019a33f0-7c21-7aa0-9d10-5f0e2b7c9a11', code: 'BIO-101', name: 'Life', credits: 5, version: 2 };
  const event = (id: string, minutes: number) => ({
    specversion: '1.0',
    id,
    source: '/aurora/subject-service',
    type: 'aurora.subject-service.subject.updated.v1',
    subject: subject.id,
    time: before(minutes),
    correlationid: '019a-parked',
    data: subject,
  });
  const parked = [1, 2, 3].map((each) => {
    const { id, type, subject: about, time, ...rest } = event(`019a33f1-0000-7000-8000-00000000000${each}`, each * 4);
    return {
      consumer: 'syllabus-service.references',
      id,
      type,
      subject: about,
      time,
      parkedAt: before(each * 4 - 1),
      reason: 'SequelizeDatabaseError: value too long for type character varying(32)',
      attempts: 6,
      event: { id, type, subject: about, time, ...rest },
    };
  });
  return {
    '/api/events': {
      broker: { where: 'queues on PostgreSQL', away: null },
      services: SERVICES.filter(({ kind }) => kind === 'domain' || kind === 'file').map(({ name }, index) => ({
        service: name,
        outbox: { pending: index, oldestSeconds: index, dead: 0 },
        inbox: 1_200 * index,
      })),
      consumers: [
        {
          consumer: 'syllabus-service.references',
          service: 'syllabus-service',
          waiting: 14,
          retrying: 2,
          parked: 3,
          oldestParked: { parkedAt: before(11), time: before(12) },
          processes: 1,
          drift: null,
        },
        {
          consumer: 'syllabus-service.audit',
          service: 'syllabus-service',
          waiting: 0,
          retrying: 0,
          parked: 0,
          oldestParked: null,
          processes: 1,
          drift: null,
        },
      ],
      unrouted: [{ type: 'aurora.file-service.file.deleted.v1', events: 2 }],
      inboxDays: 14,
    },
    '/api/events/parked': parked,
    '/api/registry': {
      services: SERVICES.map(({ name, port }) => ({
        name,
        instances: [
          {
            id: `${name}-1`,
            url: `http://127.0.0.1:${port}`,
            version: '1.4.0',
            expiresAt: new Date(now + 20_000).toISOString(),
          },
        ],
      })),
    },
    '/api/migrations': ['config-service', 'subject-service', 'file-service', 'syllabus-service'].map((service) => ({
      service,
      migrations: [
        { name: '0001-create-tables', state: 'applied', phase: 'expand', appliedAt: before(9_000), durationMs: 41 },
        { name: '0002-add-outline', state: 'applied', phase: 'expand', appliedAt: before(3_000), durationMs: 12 },
        ...(service === 'syllabus-service' ? [{ name: '0003-drop-notes', state: 'pending', phase: 'contract' }] : []),
      ],
    })),
    '/api/deploys': [
      {
        service: 'syllabus-service',
        version: '1.4.0',
        build: '8c1f9e2ab034',
        colour: 'green',
        startedAt: before(42),
        running: true,
        standby: false,
      },
      {
        service: 'subject-service',
        version: '1.4.0',
        build: '8c1f9e2ab034',
        colour: 'green',
        startedAt: before(44),
        running: true,
        standby: false,
      },
      {
        service: 'syllabus-service',
        version: '1.3.2',
        build: '11aa7c6620fe',
        colour: 'blue',
        startedAt: before(3_000),
        running: false,
      },
    ],
    '/api/openapi': OPENAPI,
  };
}

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'aurora', version: '1.4.0' },
  tags: [{ name: 'subjects' }, { name: 'files' }],
  components: {
    schemas: {
      NewSubject: {
        type: 'object',
        required: ['code', 'name'],
        properties: {
          code: { type: 'string', maxLength: 32 },
          name: { type: 'string', maxLength: 200 },
          credits: { type: ['integer', 'null'], minimum: 0, maximum: 60 },
          status: { enum: ['draft', 'published'] },
        },
      },
    },
  },
  paths: {
    '/api/v1/subjects': {
      get: {
        tags: ['subjects'],
        summary: 'List subjects',
        security: [{ token: ['subjects:read'] }],
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
          { name: 'sort', in: 'query', schema: { type: 'string' }, description: 'e.g. -credits,name' },
        ],
      },
      post: {
        tags: ['subjects'],
        summary: 'Create a subject',
        security: [{ token: ['subjects:write'] }],
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/NewSubject' } } },
        },
      },
    },
    '/api/v1/subjects/{id}': {
      parameters: [ID],
      get: { tags: ['subjects'], summary: 'Get a subject', security: [{ token: ['subjects:read'] }] },
      delete: { tags: ['subjects'], summary: 'Delete a subject', security: [{ token: ['subjects:write'] }] },
    },
    '/api/v1/files': {
      post: {
        tags: ['files'],
        summary: 'Upload a file',
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
            },
          },
        },
      },
    },
  },
};
