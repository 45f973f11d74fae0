import type { Trace, TraceNode, TraceSummary } from '../../../cli/dashboard/api.ts';
import type { LogRecord } from '../../../cli/observe/log-record.ts';
import { wave } from './busy-fleet.ts';

/** A request of the fake fleet: what it did in each service, from which its lines and its tree are made. */
const SHAPES = [
  { method: 'GET', path: '/api/v1/syllabi', service: 'syllabus-service', ms: 11, status: 200 },
  { method: 'GET', path: '/api/v1/subjects', service: 'subject-service', ms: 6, status: 200 },
  { method: 'POST', path: '/api/v1/syllabi', service: 'syllabus-service', ms: 38, status: 201, writes: true },
  { method: 'PATCH', path: '/api/v1/subjects/:id', service: 'subject-service', ms: 19, status: 200, writes: true },
  { method: 'GET', path: '/api/v1/files/:id', service: 'file-service', ms: 4, status: 200 },
  { method: 'POST', path: '/api/v1/syllabi', service: 'syllabus-service', ms: 412, status: 503 },
] as const;

const hex = (seed: number, length: number): string =>
  Array.from({ length }, (_, index) =>
    Math.floor(wave(seed * 13.7 + index * 5.1, index + 1) * 16e6)
      .toString(16)
      .slice(-1),
  ).join('');

const idOf = (index: number): string =>
  `019a${hex(index, 4)}-${hex(index + 1, 4)}-7${hex(index + 2, 3)}-9${hex(index + 3, 3)}-${hex(index + 4, 12)}`;

interface Hop {
  readonly kind: TraceNode['kind'];
  readonly name: string;
  readonly service: string;
  /** Shares of the request's time. */
  readonly at: number;
  readonly took: number;
  readonly attributes?: Record<string, unknown>;
  readonly children?: readonly Hop[];
}

function hopsOf(shape: (typeof SHAPES)[number]): Hop {
  const { method, path, service, status } = shape;
  const name = `${method} ${path}`;
  const failed = status >= 500;
  const sql = (text: string, at: number, took: number): Hop => ({
    kind: 'database',
    name: text,
    service,
    at,
    took,
    attributes: { 'db.system': 'postgresql', 'db.operation.name': text.split(' ')[0] },
  });
  const writes = 'writes' in shape;
  const entity = path.includes('subjects') ? 'subject' : 'syllabus';
  return {
    kind: 'server',
    name,
    service: 'api-gateway',
    at: 0,
    took: 1,
    attributes: { 'http.request.method': method, 'http.route': path, 'http.response.status_code': status },
    children: [
      {
        kind: 'server',
        name,
        service,
        at: 0.06,
        took: 0.9,
        attributes: { 'http.route': path, 'http.response.status_code': status, 'db.pool.waited_ms': 0.2 },
        children: [
          ...(service === 'syllabus-service' && method === 'POST'
            ? [
                {
                  kind: 'client' as const,
                  name: 'GET /api/v1/subjects/:id',
                  service,
                  at: 0.1,
                  took: failed ? 0.85 : 0.3,
                  children: failed
                    ? []
                    : [
                        {
                          kind: 'server' as const,
                          name: 'GET /api/v1/subjects/:id',
                          service: 'subject-service',
                          at: 0.14,
                          took: 0.2,
                        },
                      ],
                },
              ]
            : []),
          ...(failed ? [] : [sql(writes ? 'INSERT INTO syllabi' : 'SELECT FROM syllabi', 0.5, 0.2)]),
          ...(writes
            ? [
                sql('INSERT INTO outbox', 0.72, 0.08),
                {
                  kind: 'producer' as const,
                  name: `aurora.${service}.${entity}.updated.v1`,
                  service,
                  at: 0.96,
                  took: 0.05,
                  children: [
                    {
                      kind: 'consumer' as const,
                      name: 'syllabus-service.references',
                      service: 'syllabus-service',
                      at: 1.4,
                      took: 0.35,
                      children: [{ ...sql('UPDATE subject_copies', 1.5, 0.15), service: 'syllabus-service' }],
                    },
                  ],
                },
              ]
            : []),
        ],
      },
    ],
  };
}

export interface FakeRequest {
  readonly summary: TraceSummary;
  readonly trace: Trace;
}

/** So many requests, the newest last, `everyMs` apart. */
export function requestsBefore(end: number, many: number, everyMs: number): FakeRequest[] {
  return Array.from({ length: many }, (_, index) => requestAt(end - (many - index) * everyMs, index));
}

function requestAt(begin: number, index: number): FakeRequest {
  const shape = SHAPES[index % 41 === 40 ? 5 : Math.floor(wave(index, 3) * 7) % 5] ?? SHAPES[0];
  const durationMs = shape.ms * (0.6 + wave(index, 5));
  const correlationId = idOf(index);
  const traceId = hex(index, 32);
  const lines: LogRecord[] = [];
  let count = 0;
  const build = (hop: Hop, parent?: string): TraceNode => {
    const id = hex(index * 7 + count++, 16);
    const startedAt = new Date(begin + hop.at * durationMs).toISOString();
    const took = Math.round(hop.took * durationMs * 100) / 100;
    const failed = shape.status >= 500 && hop.kind !== 'database';
    const base = { service: hop.service, version: '1.4.0', colour: null, correlationId, traceId, spanId: id };
    const ended = new Date(begin + (hop.at + hop.took) * durationMs).toISOString();
    if (hop.kind === 'server') {
      const [method, path] = hop.name.split(' ');
      const level = failed ? 'error' : 'info';
      lines.push({
        time: ended,
        level,
        msg: 'answered',
        ...base,
        method,
        path,
        status: failed ? 503 : shape.status,
        durationMs: took,
        ...(parent && { parentSpanId: parent }),
      });
    }
    if (hop.kind === 'client' && failed) {
      lines.push({
        time: ended,
        level: 'warn',
        msg: 'subject-service did not answer',
        ...base,
        target: 'subject-service',
        err: { message: 'connect ECONNREFUSED 127.0.0.1:8002' },
      });
    }
    if (hop.kind === 'consumer')
      lines.push({ time: ended, level: 'info', msg: 'handled', ...base, consumer: hop.name, durationMs: took });
    return {
      id,
      kind: hop.kind,
      name: hop.name,
      service: hop.service,
      startedAt,
      durationMs: took,
      status: failed ? 'error' : 'ok',
      attributes: hop.attributes ?? {},
      children: (hop.children ?? []).map((child) => build(child, id)),
    };
  };
  const root = build(hopsOf(shape));
  lines.sort((a, b) => String(a.time).localeCompare(String(b.time)));
  return {
    trace: { correlationId, roots: [root], lines },
    summary: {
      correlationId,
      title: root.name,
      startedAt: root.startedAt,
      durationMs: Math.round(durationMs * 100) / 100,
      services: [...new Set(lines.map(({ service }) => service))],
      spans: count,
      failed: shape.status >= 500,
    },
  };
}
