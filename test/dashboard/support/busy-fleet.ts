import type { EdgeView, Point, ServiceView, Snapshot } from '../../../cli/dashboard/api.ts';

/** A wave between 0 and 1 that is another one for each seed, so that pictures look alive and tests know what comes. */
export const wave = (seconds: number, seed: number): number =>
  0.5 + 0.28 * Math.sin(seconds / (7 + (seed % 5)) + seed) + 0.2 * Math.sin(seconds / (31 + seed) + seed * 2);

export function pointAt(seconds: number, seed: number, rate: number): Point {
  const busy = wave(seconds, seed);
  return {
    rate: rate * (0.6 + busy * 0.8),
    errors: seed === 4 && busy > 0.8 ? rate * 0.02 : 0,
    p50Ms: 2 + busy * 3,
    p95Ms: 6 + busy * 9,
    p99Ms: 14 + busy * 30,
    inFlight: Math.round(busy * 6),
    eventLoopMs: 10 + busy * 4,
    heapMb: 48 + busy * 30,
    cpuPercent: 8 + busy * 40,
    pool: 0.1 + busy * 0.4,
    events: seed > 1 ? rate * 0.1 * busy : 0,
  };
}

/** Requests per second, about. */
export const SERVICES = [
  { name: 'api-gateway', kind: 'gateway', port: 8000, rate: 118 },
  { name: 'config-service', kind: 'config', port: 8004, rate: 1.2 },
  { name: 'subject-service', kind: 'domain', port: 8002, rate: 46 },
  { name: 'file-service', kind: 'file', port: 8003, rate: 9 },
  { name: 'syllabus-service', kind: 'domain', port: 8001, rate: 62 },
] as const;

const edge = (
  from: string,
  to: string,
  kind: EdgeView['kind'],
  rate: number,
  p95Ms: number | null = null,
): EdgeView => ({
  from,
  to,
  kind,
  rate,
  errors: 0,
  p95Ms,
  health: rate > 0 ? 'ok' : 'idle',
});

const START = '2026-11-20T08:00:00.000Z';

export function busyFleet(now = Date.now()): Snapshot {
  const seconds = now / 1000;
  const services = SERVICES.map(({ name, kind, port, rate }, seed): ServiceView => {
    const point = pointAt(seconds, seed, rate);
    const data = kind === 'domain' || kind === 'file';
    return {
      name,
      kind,
      status: 'ready',
      port,
      url: `http://127.0.0.1:${port}`,
      instances: [
        {
          id: `${name}-1`,
          colour: null,
          version: '1.4.0',
          pid: 4200 + seed,
          restarts: 0,
          usage: { memoryMb: 92 + seed * 7, cpuPercent: point.cpuPercent ?? 0 },
        },
      ],
      dependencies: data
        ? [
            { name: 'database', status: 'up', critical: true, latencyMs: 0.8, since: START },
            { name: 'broker', status: 'up', critical: false, latencyMs: 1.1, since: START },
          ]
        : [],
      now: point,
      outbox: data ? { pending: seed, oldestSeconds: seed * 0.2, dead: 0 } : null,
      consumers:
        name === 'syllabus-service'
          ? [
              { consumer: 'syllabus-service.references', waiting: 2, parked: 0 },
              { consumer: 'syllabus-service.audit', waiting: 0, parked: 0 },
            ]
          : [],
      migrationMissing: false,
    };
  });
  const busy = (seed: number) => wave(seconds, seed);
  const edges = [
    edge('clients', 'api-gateway', 'call', 118 * busy(0), 12),
    edge('api-gateway', 'syllabus-service', 'call', 62 * busy(4), 11),
    edge('api-gateway', 'subject-service', 'call', 40 * busy(2), 7.4),
    edge('api-gateway', 'file-service', 'call', 9 * busy(3), 18),
    edge('api-gateway', 'config-service', 'call', 0.2, 3),
    edge('syllabus-service', 'subject-service', 'call', 6.1 * busy(4), 5.2),
    edge('syllabus-service', 'file-service', 'call', 0),
    edge('subject-service', 'syllabus-service', 'call', 0),
    ...['subject-service', 'file-service', 'syllabus-service'].map((name) => edge(name, 'config-service', 'call', 0)),
    edge('subject-service', 'syllabus-service', 'event', 2.4 * busy(2), 42),
    edge('file-service', 'syllabus-service', 'event', 0.6 * busy(3), 38),
    ...['config-service', 'subject-service', 'file-service', 'syllabus-service'].map((name) =>
      edge(name, 'postgres', 'database', name === 'config-service' ? 0.5 : 90 * busy(2), 1.2),
    ),
    ...['subject-service', 'file-service', 'syllabus-service'].map((name) => edge(name, 'broker', 'broker', 3, 2)),
  ];
  return {
    at: new Date(now).toISOString(),
    runtime: 'process',
    services,
    infrastructure: [
      { name: 'postgres', status: 'ready', port: 5432, pid: 4100, detail: 'embedded' },
      { name: 'broker', status: 'ready', detail: 'queues on PostgreSQL' },
    ],
    edges,
    problems: [],
  };
}

/** The same with one service killed, a database that is slow, and a message that nobody could handle. */
export function brokenFleet(now = Date.now()): Snapshot {
  const whole = busyFleet(now);
  const since = new Date(now - 42_000).toISOString();
  return {
    ...whole,
    services: whole.services.map((service): ServiceView => {
      if (service.name === 'subject-service') {
        return { ...service, status: 'down', reason: 'exited with signal SIGKILL', now: null, dependencies: [] };
      }
      if (service.name !== 'syllabus-service') return service;
      return {
        ...service,
        status: 'degraded',
        reason: 'subject-service is down',
        dependencies: [
          { name: 'database', status: 'up', critical: true, latencyMs: 412, since: START },
          {
            name: 'subject-service',
            status: 'down',
            critical: false,
            latencyMs: 0,
            since,
            lastError: 'connect ECONNREFUSED 127.0.0.1:8002',
          },
        ],
        consumers: [{ consumer: 'syllabus-service.references', waiting: 14, parked: 1 }],
      };
    }),
    edges: whole.edges.map((each): EdgeView => {
      if (each.to === 'subject-service') return { ...each, health: 'down', rate: 0 };
      if (each.from === 'subject-service') return { ...each, health: 'idle', rate: 0 };
      if (each.from === 'syllabus-service' && each.to === 'postgres')
        return { ...each, health: 'failing', errors: each.rate * 0.2, p95Ms: 412 };
      return each;
    }),
    problems: [
      {
        severity: 'critical',
        about: 'subject-service',
        text: 'It is down: exited with signal SIGKILL.',
        next: 'aurora restart subject-service',
        since,
      },
      {
        severity: 'warning',
        about: 'syllabus-service.references',
        text: '1 message is parked: it could not be handled.',
        next: 'aurora events parked syllabus-service.references',
        since,
      },
      {
        severity: 'warning',
        about: 'syllabus-service',
        text: 'Its database is slow: 412 ms, 20 % of calls fail.',
        next: 'aurora logs syllabus-service --level warn',
        since,
      },
    ],
  };
}
