import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EdgeView, Problem, ServiceView, Snapshot, TraceNode, TraceSummary } from '../../cli/dashboard/api.ts';
import type { LogRecord } from '../../cli/observe/log-record.ts';
import { allOf } from '../../cli/observe/trace/index.ts';
import { createEvent } from '../../shared/events/index.ts';
import { until } from '../../shared/testing/index.ts';
import { publishTo } from '../support/publish.ts';
import { type RealFleet, startRealFleet } from '../support/real-fleet.ts';
import { type OpenDashboard, openDashboard } from './support/open-dashboard.ts';
import { pausedDatabase } from './support/paused-database.ts';
import { PATIENT } from './support/victims.ts';

const SUBJECTS = '/api/v1/subjects';

let fleet: RealFleet;
let dashboard: OpenDashboard;
beforeAll(async () => {
  fleet = await startRealFleet();
  dashboard = await openDashboard(fleet);
}, 180_000);
afterAll(async () => {
  await dashboard?.[Symbol.asyncDispose]();
  await fleet?.[Symbol.asyncDispose]();
});

const serviceIn = ({ services }: Snapshot, name: string): ServiceView | undefined =>
  services.find((service) => service.name === name);
const edgeIn = ({ edges }: Snapshot, from: string, to: string): EdgeView | undefined =>
  edges.find((edge) => edge.from === from && edge.to === to);
const isWell = ({ services, problems }: Snapshot) =>
  services.every(({ status, now }) => status === 'ready' && now !== null) && problems.length === 0;
const tells = (text: RegExp) => (snapshot: Snapshot) =>
  snapshot.problems.some((problem: Problem) => text.test(problem.text));
const get = async (path: string) => (await dashboard.page.ask(path)).body;

describe('the dashboard of a fleet that is well', () => {
  it('shows its services, what they stand on, and that nothing is wrong', async () => {
    const { snapshot } = await dashboard.shows(isWell);
    expect(snapshot.runtime).toBe('process');
    expect(snapshot.infrastructure.map(({ name, status }) => [name, status])).toEqual([
      ['postgres', 'ready'],
      ['broker', 'ready'],
    ]);
    expect(serviceIn(snapshot, 'subject-service')).toMatchObject({
      kind: 'domain',
      instances: [{ id: 'aurora-subject-service-1', restarts: 0, pid: expect.any(Number) }],
      dependencies: expect.arrayContaining([
        expect.objectContaining({ name: 'database', status: 'up', critical: true }),
      ]),
      outbox: { pending: 0, oldestSeconds: 0, dead: 0 },
      now: { heapMb: expect.any(Number), cpuPercent: expect.any(Number), pool: expect.any(Number) },
    });
  });

  it('shows a request where it goes: on edges, in a trace, in the logs, as an event', async () => {
    const correlationId = randomUUID();
    const create = () =>
      fleet.call('POST', SUBJECTS, {
        headers: { 'x-correlation-id': correlationId },
        body: { code: randomUUID().slice(4), name: 'seen' },
      });
    const moves = (snapshot: Snapshot) =>
      (edgeIn(snapshot, 'clients', 'api-gateway')?.rate ?? 0) > 0 &&
      (edgeIn(snapshot, 'api-gateway', 'subject-service')?.rate ?? 0) > 0;
    const { snapshot } = await dashboard.shows(moves, create);
    expect(serviceIn(snapshot, 'api-gateway')?.now?.p95Ms).toBeGreaterThan(0);

    const story = await until(async () => {
      const { roots, lines } = (await get(`/api/traces/${correlationId}`)) ?? {};
      const services = new Set<string>((lines ?? []).map(({ service }: LogRecord) => service));
      return services.has('syllabus-service') && { roots: roots as TraceNode[], lines: lines as LogRecord[] };
    }, PATIENT);
    expect(story.roots).toMatchObject([{ kind: 'server', service: 'api-gateway', name: `POST ${SUBJECTS}` }]);
    expect(allOf(story.roots).map(({ kind, service }) => `${kind} ${service}`)).toEqual(
      expect.arrayContaining(['server subject-service', 'consumer syllabus-service']),
    );
    const summaries: TraceSummary[] = await until(async () => {
      const found = await get(`/api/traces?grep=${correlationId}`);
      return found.length > 0 && found;
    });
    expect(summaries).toMatchObject([{ correlationId, title: `POST ${SUBJECTS}`, failed: false }]);
    const lines: LogRecord[] = await get(`/api/logs?correlationId=${correlationId}&service=subject-service`);
    expect(lines.length).toBeGreaterThan(0);
    expect(new Set(lines.map(({ service }) => service))).toEqual(new Set(['subject-service']));
  });

  it('follows the logs', async () => {
    const correlationId = randomUUID();
    const tail = dashboard.page.events(`/api/logs/stream?correlationId=${correlationId}`);
    const first = tail.next();
    await until(async () => {
      await fleet.call('GET', SUBJECTS, { headers: { 'x-correlation-id': correlationId } });
      return Promise.race([first.then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 100, false))]);
    }, PATIENT);
    const { value } = await first;
    expect(value?.[0]).toBe('lines');
    expect(value?.[1]).toContainEqual(expect.objectContaining({ correlationId }));
    await tail.return(undefined);
  });

  it('has what the commands have: events, registry, migrations, deploys, series', async () => {
    expect(await get('/api/events')).toMatchObject({
      broker: { away: null },
      consumers: [expect.objectContaining({ consumer: 'syllabus-service.references', parked: 0 })],
    });
    expect(await get('/api/events/parked')).toEqual([]);
    const names = (items: readonly { name?: string; service?: string }[]) =>
      items.map(({ name, service }) => name ?? service);
    expect(names((await get('/api/registry')).services)).toHaveLength(5);
    const migrations = await get('/api/migrations');
    expect(names(migrations).sort()).toEqual(['config-service', 'file-service', 'subject-service', 'syllabus-service']);
    expect(migrations[0].migrations[0]).toMatchObject({ state: 'applied', phase: 'expand' });
    expect(await get('/api/deploys')).toContainEqual(
      expect.objectContaining({ service: 'subject-service', version: '0.1.0', running: true }),
    );
    const { times, values } = await get('/api/series?service=api-gateway&minutes=1');
    expect(values.heapMb.filter((heap: number | null) => heap !== null).length).toBeGreaterThan(0);
    expect(values.rate).toHaveLength(times.length);
  });

  it('tries requests with the scopes that they are to have', async () => {
    // The gateway gathers what its services offer one after the other.
    await until(async () => SUBJECTS in (await get('/api/openapi')).paths, PATIENT);
    const attempt = (scopes: string[]) => {
      const body = JSON.stringify({ code: randomUUID().slice(4), name: 'tried' });
      const headers = { 'content-type': 'application/json' };
      return dashboard.page.post('/api/try', { method: 'POST', path: SUBJECTS, headers, body, scopes });
    };
    expect((await attempt([])).body).toMatchObject({ status: 401 });
    expect((await attempt(['subjects:read'])).body).toMatchObject({ status: 403 });
    expect((await attempt(['subjects:write'])).body).toMatchObject({ status: 201, correlationId: expect.any(String) });
  });

  it('restarts a service', async () => {
    const before = await fleet.pidOf('file-service');
    const isAnother = (snapshot: Snapshot) => {
      const service = serviceIn(snapshot, 'file-service');
      return service?.status === 'ready' && service.instances[0]?.pid !== before;
    };
    const restart = () => dashboard.page.post('/api/services/file-service/restart');
    await dashboard.shows(isAnother, async () => expect(await restart()).toMatchObject({ status: 202 }));
  });
});

describe('the dashboard of a fleet that breaks', () => {
  const took: Record<string, number> = {};
  afterAll(() => {
    const figures = Object.entries(took).map(([what, ms]) => `${what}: ${ms} ms`);
    process.stdout.write(`shown by the dashboard after ${figures.join(', ')}\n`);
  });

  it('shows an event that was given up on, and sends it again', async () => {
    const consumer = 'syllabus-service.references';
    const origin = { fleet: 'aurora', service: 'subject-service', entity: 'subject', verb: 'updated' };
    // Of a version that nobody knows: it is parked at the first attempt.
    const event = createEvent({
      ...origin,
      aggregateId: randomUUID(),
      aggregateVersion: 1,
      schemaVersion: 999,
      data: {},
    });
    const hasParked = ({ problems }: Snapshot) =>
      problems.some(({ about, next }) => about === consumer && next !== undefined);
    const { ms } = await dashboard.shows(hasParked, () => publishTo(fleet, event));
    took['an event that is parked'] = ms;
    expect(await get(`/api/events/parked?consumer=${consumer}`)).toMatchObject([
      { consumer, id: event.id, type: event.type, reason: expect.stringContaining('v999'), event: { id: event.id } },
    ]);
    const { body } = await dashboard.page.post('/api/events/replay', { consumer, ids: [event.id] });
    expect(body).toEqual({ replayed: 1 });
    await until(async () => (await get(`/api/events/parked?consumer=${consumer}`)).length === 1, PATIENT);
    expect((await fleet.clone.aurora('events', 'purge', '--consumer', consumer, '--yes')).exitCode).toBe(0);
    await dashboard.shows((snapshot) => !hasParked(snapshot));
  });

  it('shows a service that was killed, and that it came back', async () => {
    const pid = await fleet.pidOf('subject-service');
    const { ms } = await dashboard.shows(tells(/^subject-service (is down|ended)/), () => process.kill(pid, 'SIGKILL'));
    took['SIGKILL of a service'] = ms;
    const { snapshot } = await dashboard.shows(
      (each) => serviceIn(each, 'subject-service')?.status === 'ready' && tells(/^subject-service ended/)(each),
    );
    expect(serviceIn(snapshot, 'subject-service')?.instances[0]?.restarts).toBe(1);
  });

  it('shows a database that does not answer, while all that does goes on', async () => {
    const pid = await fleet.pidOf('postgres');
    {
      using paused = new DisposableStack();
      const { ms } = await dashboard.shows(tells(/^subject-service (is slow|is without|is degraded)/), () => {
        paused.use(pausedDatabase(pid));
      });
      took['a database that hangs'] = ms;
      const { snapshot } = await dashboard.shows(tells(/^subject-service is without its database/));
      expect(serviceIn(snapshot, 'api-gateway')?.now).not.toBeNull();
      expect(edgeIn(snapshot, 'subject-service', 'postgres')?.health).toBe('failing');
    }
    await dashboard.shows((snapshot) => serviceIn(snapshot, 'subject-service')?.status === 'ready');
  });

  it('stays while the fleet goes down, with its logs, and comes up again', async () => {
    const { ms } = await dashboard.shows(
      ({ runtime }) => runtime === null,
      async () => expect((await fleet.clone.aurora('down')).exitCode).toBe(0),
    );
    took['`aurora down`'] = ms;
    expect(await dashboard.page.ask('/api/events')).toMatchObject({ status: 409, body: { next: 'aurora up -d' } });
    expect((await get('/api/logs?service=subject-service&limit=5')).length).toBe(5);
    await dashboard.shows(
      ({ services }) => services.every(({ status }) => status === 'ready'),
      () => fleet.up(),
    );
  });

  it('ends with Ctrl-C, and leaves the fleet alone', async () => {
    expect(await dashboard.interrupt()).toBe(0);
    expect((await fleet.observe())?.services.map(({ status }) => status)).toEqual(Array(5).fill('ready'));
  });
});
