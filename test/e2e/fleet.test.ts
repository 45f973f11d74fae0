import { randomUUID } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectEngine } from '../../cli/runtimes/docker/engine.ts';
import { createEvent } from '../../shared/events/index.ts';
import { until } from '../../shared/testing/index.ts';
import { type AlertReceiver, receiveAlerts } from '../support/alerts.ts';
import { prometheusMissing } from '../support/prometheus.ts';
import { publishTo } from '../support/publish.ts';
import { type Question, type RealFleet, startRealFleet } from '../support/real-fleet.ts';
import { DATABASE, RUNTIME, UP_MS } from '../support/variant.ts';
import { watch } from '../support/watched.ts';
import { describeDashboard } from './fleet/dashboard.ts';
import { describeJourneys } from './fleet/journeys.ts';

const SUBJECTS = '/api/v1/subjects';
const PATIENT = { withinMs: 30_000 };

/** What a runtime tells of the gateway, what runs beside the services, and where a service has its files. */
const CONTAINER = {
  version: expect.stringMatching(/^[0-9a-f]{12}$/),
  build: expect.stringMatching(/\/api-gateway:[0-9a-f]{12}$/),
  container: expect.stringMatching(/^[0-9a-f]{12}$/),
};
const { instance, beside, folder } = {
  docker: {
    instance: { ...CONTAINER, id: expect.stringMatching(/^aurora-\d+-api-gateway-1$/), colour: 'blue', live: true },
    beside: [DATABASE, 'rabbitmq', 'edge', 'prometheus', 'alertmanager'],
    folder: () => '/app',
  },
  swarm: {
    instance: {
      ...CONTAINER,
      id: expect.stringMatching(/^aurora-\d+-api-gateway\.1$/),
      colour: 'blue',
      live: true,
      node: expect.any(String),
    },
    // Prometheus is somebody else's there.
    beside: [DATABASE, 'rabbitmq', 'edge'],
    folder: () => '/app',
  },
  process: {
    instance: {
      id: 'aurora-api-gateway-1',
      colour: null,
      version: '0.1.0',
      build: expect.stringMatching(/^[0-9a-f]{12}$/),
      pid: expect.any(Number),
    },
    beside: [DATABASE === 'mariadb' ? 'database' : DATABASE, 'broker'],
    folder: () => join(fleet.clone.root, 'services/subject-service'),
  },
}[RUNTIME];

let fleet: RealFleet;
let told: AlertReceiver;
beforeAll(async () => {
  told = await receiveAlerts(RUNTIME);
  fleet = await startRealFleet({ alertsTo: told.url });
}, UP_MS);
afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await told?.[Symbol.asyncDispose]();
}, UP_MS);

let count = 0;
const as = (id: string) => ({ headers: { 'x-correlation-id': id } });
const fields = () => ({ code: `E2E-${++count}`, name: 'A subject' });

describe('the fleet that is up', () => {
  it('is ready, service by service', async () => {
    expect(fleet.status).toMatchObject({
      fleet: 'aurora',
      runtime: RUNTIME,
      supervisor: RUNTIME === 'process' ? { pid: expect.any(Number) } : null,
    });
    const status = await fleet.observe();
    expect(status?.services.map(({ name, status: health }) => [name, health])).toEqual([
      ['api-gateway', 'ready'],
      ['config-service', 'ready'],
      ['subject-service', 'ready'],
      ['file-service', 'ready'],
      ['syllabus-service', 'ready'],
    ]);
    expect(status?.services[0]?.instances).toEqual([{ ...instance, build: expect.any(String), restarts: 0 }]);
    expect(new Map(status?.infrastructure.map(({ name, status: health }) => [name, health]))).toEqual(
      new Map(beside.map((name) => [name, 'ready'])),
    );
  });

  it('begins with the rows for developers, whose events have left', async () => {
    const { body } = await fleet.call('GET', `${SUBJECTS}?sort=code`);
    expect(body.items.map(({ code }: { code: string }) => code)).toEqual([
      'CHEM-101',
      'CS-101',
      'HIST-110',
      'MATH-101',
      'PHYS-101',
    ]);
    await until(async () => /^outbox_pending_events(\{.*\})? 0$/m.test(await metrics('subject-service')), PATIENT);
    const { exitCode, stdout } = await fleet.clone.aurora('seed', '--json');
    expect({ exitCode, seeded: JSON.parse(stdout) }).toEqual({
      exitCode: 0,
      seeded: [
        { service: 'subject-service', created: 0, kept: 5, skipped: 0 },
        { service: 'syllabus-service', created: 0, kept: 4, skipped: 0 },
      ],
    });
  });
});

describe('a subject', () => {
  it('is created, read, changed, listed and deleted through the gateway', async () => {
    const created = await fleet.call('POST', SUBJECTS, { body: { ...fields(), credits: 5 } });
    expect(created.status).toBe(201);
    const { id } = created.body;
    const path = `${SUBJECTS}/${id}`;
    expect(created.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{14}7/),
      code: `E2E-${count}`,
      name: 'A subject',
      description: null,
      credits: 5,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: created.body.createdAt,
    });
    expect([created.headers.get('location'), created.headers.get('etag')]).toEqual([path, '"1"']);

    const read = await fleet.call('GET', path);
    expect([read.status, read.body, read.headers.get('etag')]).toEqual([200, created.body, '"1"']);
    expect((await fleet.call('GET', path, { headers: { 'if-none-match': '"1"' } })).status).toBe(304);

    const changed = await fleet.call('PATCH', path, { body: { name: 'Another' }, headers: { 'if-match': '"1"' } });
    expect(changed.body).toMatchObject({ name: 'Another', version: 2 });
    const listed = await fleet.call('GET', `${SUBJECTS}?filter[credits][gte]=5&q=another&limit=1`);
    expect(listed.body).toEqual({ items: [changed.body], nextCursor: null });

    const stale = await fleet.call('DELETE', path, { headers: { 'if-match': '"1"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    expect((await fleet.call('DELETE', path)).status).toBe(204);
    expect((await fleet.call('GET', path)).status).toBe(404);
  });

  it('is created once under one Idempotency-Key', async () => {
    const question = { body: fields(), headers: { 'idempotency-key': randomUUID() } };
    const first = await fleet.call('POST', SUBJECTS, question);
    const again = await fleet.call('POST', SUBJECTS, question);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const other = await fleet.call('POST', SUBJECTS, { ...question, body: fields() });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('answers the same on the port of its service', async () => {
    const { body } = await fleet.call('POST', SUBJECTS, { body: fields() });
    const authorization = `Bearer ${await fleet.token('subjects:read')}`;
    const direct = await fetch(`${fleet.urlOf('subject-service')}${SUBJECTS}/${body.id}`, {
      headers: { authorization },
    });
    expect(await direct.json()).toEqual(body);
  });
});

describe('a bad request', () => {
  const good = { code: 'BAD', name: 'x' };
  const text = { 'content-type': 'text/plain' };

  it.each<[title: string, method: string, path: string, question: Question, status: number, code: string]>([
    ['without what is required', 'POST', '', { body: {} }, 422, 'validation_failed'],
    ['with a field nobody knows', 'POST', '', { body: { ...good, color: 'red' } }, 422, 'validation_failed'],
    ['with a number as text', 'POST', '', { body: { ...good, credits: '7' } }, 422, 'validation_failed'],
    ['with a number out of range', 'POST', '', { body: { ...good, credits: 61 } }, 422, 'validation_failed'],
    ['with a text that is too long', 'POST', '', { body: { ...good, code: 'x'.repeat(33) } }, 422, 'validation_failed'],
    ['with a NUL', 'POST', '', { body: { ...good, name: 'a\0b' } }, 422, 'validation_failed'],
    ['with half a character', 'POST', '', { body: '{"code":"BAD","name":"\\ud800"}' }, 422, 'validation_failed'],
    ['with an array', 'POST', '', { body: [] }, 422, 'validation_failed'],
    ['that is no JSON', 'POST', '', { body: '{"code":' }, 400, 'malformed_json'],
    ['of another media type', 'POST', '', { body: 'code=x', headers: text }, 415, 'unsupported_media_type'],
    ['by a parameter nobody knows', 'GET', '?color=red', {}, 400, 'invalid_query'],
    ['by a cursor that is none', 'GET', '?cursor=x', {}, 400, 'invalid_query'],
    ['for what is not there', 'GET', `/${randomUUID()}`, {}, 404, 'not_found'],
    ['for what cannot be there', 'GET', '/7', {}, 404, 'not_found'],
    ['to change what is not there', 'PATCH', `/${randomUUID()}`, { body: {} }, 404, 'not_found'],
    ['by a method it does not have', 'PUT', `/${randomUUID()}`, { body: good }, 405, 'method_not_allowed'],
    ['without a token', 'GET', '', { token: null }, 401, 'unauthenticated'],
    ['with a token that is none', 'GET', '', { token: 'a.b.c' }, 401, 'unauthenticated'],
    ['with a value that is taken', 'POST', '', { body: { code: 'MATH-101', name: 'x' } }, 409, 'unique_violation'],
  ])('%s is answered as a problem', async (_title, method, path, question, status, code) => {
    const correlation = randomUUID();
    const headers = { ...question.headers, 'x-correlation-id': correlation };
    const answer = await fleet.call(method, SUBJECTS + path, { ...question, headers });
    expect(answer.body).toMatchObject({ status, code, correlationId: correlation, title: expect.any(String) });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('x-correlation-id')).toBe(correlation);
  });

  it('is refused with a token that grants too little', async () => {
    const answer = await fleet.call('POST', SUBJECTS, { body: good, token: await fleet.token('subjects:read') });
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });

  it('names every field that is wrong', async () => {
    const { body } = await fleet.call('POST', SUBJECTS, { body: { code: '', credits: 1.5 } });
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['/code', '/credits', '/name']);
  });

  it.each(['/registry/services', '/api/v1/nothing', '/metrics/x', '/'])('finds no %s at the gateway', async (path) => {
    expect((await fleet.call('GET', path)).status).toBe(404);
  });
});

describe("a client's correlation id", () => {
  /** All that is logged, spans too, since a moment. */
  const logged = async (since: Date): Promise<Record<string, unknown>[]> => {
    const { stdout } = await fleet.clone.aurora('logs', '--json', '--level', 'trace', '--since', since.toISOString());
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };

  it('is on every line, span and event of its request and of what that caused, and on nothing else', async () => {
    const since = new Date();
    const unknown = { title: 'T', academicYear: '2026/2027', subjectId: randomUUID() };
    const kinds = {
      created: (id: string) => fleet.call('POST', SUBJECTS, { ...as(id), body: fields() }),
      refused: (id: string) => fleet.call('POST', SUBJECTS, { ...as(id), body: {} }),
      dangling: (id: string) => fleet.call('POST', '/api/v1/syllabi', { ...as(id), body: unknown }),
      missing: (id: string) => fleet.call('GET', `${SUBJECTS}/${randomUUID()}`, as(id)),
    };
    const asked = Array.from({ length: 6 }, () => Object.entries(kinds)).flatMap((round) =>
      round.map(([kind, call]) => ({ kind, call, id: `${kind}-${randomUUID()}` })),
    );
    const answers = await Promise.all(asked.map(async ({ id, kind, call }) => ({ id, kind, answer: await call(id) })));

    let lines: Record<string, unknown>[] = [];
    const of = (id: string) => lines.filter(({ correlationId }) => correlationId === id);
    const handled = (id: string) => of(id).filter(({ msg }) => msg === 'event handled');
    await until(async () => {
      lines = await logged(since);
      return answers.every(({ id, kind }) => kind !== 'created' || handled(id).length > 0);
    }, PATIENT);

    const services = { created: 3, refused: 2, dangling: 3, missing: 2 };
    for (const { id, kind, answer } of answers) {
      expect([kind, new Set(of(id).map(({ service }) => service)).size]).toEqual([kind, services[kind as 'created']]);
      expect(answer.headers.get('x-correlation-id')).toBe(id);
      // Whatever names what this request made, or stands in its trace, is of this request, and the other way round.
      const mine = new Set(of(id).map(({ traceId }) => traceId));
      expect(mine.size).toBe(1);
      const own = lines.filter((line) => {
        return mine.has(line.traceId) || (kind === 'created' && JSON.stringify(line).includes(answer.body.id));
      });
      expect(new Set(own.map(({ correlationId }) => correlationId))).toEqual(new Set([id]));
      const spans = of(id).filter(({ msg }) => msg === 'span');
      expect(spans.some(({ kind: each }) => each === 'server')).toBe(true);
      if (kind === 'created') expect(spans.some(({ kind: each }) => each === 'consumer')).toBe(true);
    }
    const events = lines.flatMap(({ eventId, correlationId }) => (eventId ? [`${eventId} ${correlationId}`] : []));
    expect(new Set(events.map((each) => each.split(' ')[0])).size).toBe(new Set(events).size);

    const [{ id = '' } = {}] = answers;
    const { stdout } = await fleet.clone.aurora('trace', id, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      correlationId: id,
      roots: [{ service: 'api-gateway', name: `POST ${SUBJECTS}`, kind: 'server', status: 'ok' }],
    });
    expect((await fleet.clone.aurora('trace', id)).stdout).toContain('handles subject.created.v1');
  });
});

describe('what happens in the fleet', () => {
  const linesOf = async (correlationId: string, service: string) =>
    (await fleet.logsOf(correlationId)).filter((line) => line.service === service);

  it('can be followed through the logs of all services by its correlation id', async () => {
    const correlation = randomUUID();
    await fleet.call('POST', SUBJECTS, { body: fields(), headers: { 'x-correlation-id': correlation } });
    await until(async () => (await linesOf(correlation, 'api-gateway')).length > 0, PATIENT);
    await until(async () => (await linesOf(correlation, 'subject-service')).length > 0, PATIENT);
    const lines = await fleet.logsOf(correlation);
    expect(new Set(lines.map(({ traceId }) => traceId)).size).toBe(1);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        service: 'subject-service',
        method: 'POST',
        status: 201,
        time: expect.any(String),
      }),
    );
  });

  it('follows its settings while it runs', async () => {
    const path = '/api/v1/config/subject-service';
    const set = async (values: object) => {
      const answer = await fleet.call('PUT', path, { body: { values } });
      expect(answer.status).toBe(200);
      await until(async () => (await settingsInForce()) === answer.headers.get('etag'), PATIENT);
      const correlation = randomUUID();
      await fleet.call('GET', SUBJECTS, { headers: { 'x-correlation-id': correlation } });
      return correlation;
    };
    const silent = await set({ logLevel: 'error' });
    const heard = await set({});
    await until(async () => (await linesOf(heard, 'subject-service')).length > 0, PATIENT);
    expect(await linesOf(silent, 'subject-service')).toEqual([]);

    const refused = await fleet.call('PUT', path, { body: { values: { logLevel: 'loud' } } });
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, '/values/logLevel']);
  });

  async function settingsInForce(): Promise<string | undefined> {
    const answer = await fetch(`${fleet.urlOf('subject-service')}/health/ready`);
    const { dependencies } = (await answer.json()) as { dependencies: { name: string; detail?: { etag: string } }[] };
    return dependencies.find(({ name }) => name === 'settings')?.detail?.etag;
  }
});

describe('an API key', () => {
  it('is made, shown without its secret, and revoked, while the fleet runs', async () => {
    const { aurora } = fleet.clone;
    const made = await aurora('key', 'create', '--subject', 'reports', '--scope', 'subjects:read', '--expires', '1h');
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^aurora_[0-9a-f]{10}_[\w-]{43}\n$/) });
    const key = made.stdout.trim();
    const ask = async (method: string) => {
      const { status } = await fleet.call(method, SUBJECTS, {
        token: null,
        headers: { 'x-api-key': key },
        ...(method === 'POST' && { body: fields() }),
      });
      return status;
    };
    await until(async () => (await ask('GET')) === 200, PATIENT);
    expect(await ask('POST')).toBe(403);

    const [, id = ''] = key.split('_');
    const listed = await aurora('key', 'list', '--json');
    expect(listed.stdout).not.toContain(key);
    expect(JSON.parse(listed.stdout)).toEqual([
      { id, subject: 'reports', scopes: ['subjects:read'], roles: [], expiresAt: expect.any(String) },
    ]);
    expect(await aurora('key', 'revoke', id)).toMatchObject({ exitCode: 0 });
    await until(async () => (await ask('GET')) === 401, PATIENT);
    expect(await aurora('key', 'revoke', id)).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('a service', () => {
  it('lends its environment to a command, and its exit code is that of the command', async () => {
    const script = 'console.log(process.env.SERVICE_NAME, process.cwd()); process.exit(9)';
    const { exitCode, stdout } = await fleet.auroraBeside(
      'subject-service',
      'exec',
      'subject-service',
      '--',
      'node',
      '-e',
      script,
    );
    expect([exitCode, stdout]).toEqual([9, `subject-service ${folder()}\n`]);
  });

  it('is another process after a restart, and answers as before', async () => {
    const names = fleet.status.services.map(({ name }) => name);
    const pids = async () =>
      new Map(await Promise.all(names.map(async (name) => [name, await fleet.pidOf(name)] as const)));
    const before = await pids();
    const { exitCode, stdout } = await fleet.clone.aurora('restart', 'subject-service');
    expect([exitCode, stdout]).toEqual([0, 'restarted subject-service\n']);
    const changed = [...(await pids())].filter(([name, pid]) => pid !== before.get(name));
    expect(changed).toEqual([['subject-service', expect.any(Number)]]);
    await until(async () => (await fleet.call('GET', SUBJECTS)).status === 200, PATIENT);
  });
});

describeJourneys(() => fleet);

describe('aurora verify', () => {
  it('writes JUnit XML, and asks less with --smoke', async () => {
    const { exitCode, stdout } = await fleet.clone.aurora('verify', '--smoke', '--junit', 'verify.xml');
    expect(stdout).not.toContain('✗');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/\d+ of \d+ checks passed(?:, \d+ skipped)?\n$/)]);
    const xml = await readFile(join(fleet.clone.root, 'verify.xml'), 'utf8');
    expect(xml).toMatch(/name="headers" .* failures="0"/);
    // Of journeys only the one that writes nothing.
    expect(xml.match(/(?<=classname="journeys" name=")[^"]+/g)).toEqual(['who may not look sees nothing']);
  });

  it('says no when the databases are not what the migrations say', async () => {
    const file = join(fleet.clone.root, 'migrations/subject-service/0002-create-subjects.ts');
    const source = await readFile(file, 'utf8');
    await appendFile(file, '// edited\n');
    const [verified, status] = [
      await fleet.clone.aurora('verify', '--area', 'migrations', '--area', 'health'),
      await fleet.clone.aurora('migrate', 'status'),
    ];
    await writeFile(file, source);
    expect(verified).toMatchObject({
      exitCode: 1,
      stdout: [
        '✗ every migration is applied, and none was edited since',
        '    subject-service/0002-create-subjects edited',
        '    next: aurora migrate status',
        '11 of 12 checks passed',
        '',
      ].join('\n'),
    });
    expect(status).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/0002-create-subjects +expand +edited/),
    });
    expect((await fleet.clone.aurora('migrate', 'status')).exitCode).toBe(0);
  });
});

describe('an event that nobody can handle', () => {
  it('is parked, told, shown, replayed under its id and purged', async () => {
    const origin = { fleet: 'aurora', service: 'subject-service', entity: 'subject', verb: 'updated' };
    const about = { aggregateId: randomUUID(), aggregateVersion: 1, schemaVersion: 999, data: {} };
    const event = createEvent({ ...origin, ...about });
    await publishTo(fleet, event);

    const events = async (...args: string[]) => {
      const { exitCode, stdout } = await fleet.clone.aurora('events', ...args, '--json');
      return { exitCode, result: JSON.parse(stdout) };
    };
    const consumer = 'syllabus-service.references';
    const parked = async () => (await events('parked', '--consumer', consumer)).result;
    const letter = { consumer, event, attempts: 1, reason: expect.stringContaining('v999') };
    await until(async () => (await parked()).length === 1, PATIENT);
    expect(await parked()).toMatchObject([letter]);
    expect((await events('show', event.id)).result).toMatchObject([letter]);
    const status = await events('status');
    expect(status.exitCode).toBe(0);
    expect(status.result.consumers).toMatchObject([{ consumer, parked: 1, processes: 1, drift: null }]);

    const replayed = await events('replay', '--consumer', consumer, '--id', event.id);
    expect([replayed.exitCode, replayed.result.replayed]).toEqual([0, 1]);
    await until(async () => (await parked()).length === 1, PATIENT);
    expect((await events('purge', '--consumer', consumer)).result.error.code).toBe('not_agreed');
    expect((await events('purge', '--consumer', consumer, '--yes')).result.purged).toBe(1);
    expect(await parked()).toEqual([]);
  });
});

describe('monitoring', () => {
  const test = RUNTIME !== 'docker' && prometheusMissing ? it.skip : it;
  test('sees every service, finds nothing wrong, and tells of one that is killed', async () => {
    await using watched = await watch(fleet);
    const answering = async () => (await watched.query('up == 1')).map(({ metric }) => metric.service).sort();
    const names = fleet.status.services.map(({ name }) => name).sort();
    await until(async () => JSON.stringify(await answering()) === JSON.stringify(names), PATIENT);
    await until(async () => (await watched.query('service:expected')).length === names.length, PATIENT);
    // While all of them began there may have been some. What is only pending, as when a busy machine is late once, nobody is told.
    await until(
      async () => (await watched.query('ALERTS{alertstate="firing",alertname!~"LatencyBudgetBurning.*"}')).length === 0,
      PATIENT,
    );
    const before = told.alerts.length;

    await using _ = await killed('file-service');
    const isLate = ({ labels }: (typeof told.alerts)[number]) => labels.alertname?.startsWith('LatencyBudgetBurning');
    const firing = () => told.alerts.slice(before).filter((alert) => alert.status === 'firing' && !isLate(alert));
    await until(() => firing().length > 0, { withinMs: 60_000 });
    expect(firing()).toMatchObject([
      {
        labels: { alertname: 'ServiceDown', severity: 'critical', service: 'file-service', fleet: 'aurora' },
        annotations: { summary: 'file-service is down', runbook: expect.stringMatching(/^aurora status; /) },
      },
    ]);
  }, 120_000);

  /** Until this is disposed of; what would be started again at once is frozen. */
  async function killed(service: string): Promise<AsyncDisposable> {
    if (RUNTIME !== 'docker') return fleet.freeze(service);
    const container = (await connectEngine()).getContainer(await fleet.containerOf(service));
    await container.kill();
    return { [Symbol.asyncDispose]: () => container.start() };
  }
});

if (RUNTIME === 'process' && DATABASE === 'postgres') describeDashboard(() => fleet);

describe('aurora down', () => {
  it(
    'leaves nothing running, and databases that are still there',
    async () => {
      const { services, infrastructure } = fleet.status;
      // Of servers only its own.
      const own = [...services, ...infrastructure.filter(({ name }) => name === 'postgres')];
      const { hostname } = new URL(services[0]?.url ?? '');
      const ports = own.flatMap(({ port }) => port ?? []);
      expect((await fleet.clone.aurora('down')).exitCode).toBe(0);
      expect(await fleet.observe()).toBeNull();
      expect(await Promise.all(ports.map((port) => isTaken(hostname, port)))).toEqual(ports.map(() => false));

      // Where there is no edge, nobody asks a database.
      if (RUNTIME === 'swarm') await fleet.up();
      const { exitCode, stdout } = await fleet.clone.aurora('migrate', 'status', '--json');
      const states = JSON.parse(stdout).flatMap(({ migrations }: { migrations: { state: string }[] }) =>
        migrations.map(({ state }) => state),
      );
      expect([exitCode, states]).toEqual([0, Array(10).fill('applied')]);
      if (RUNTIME === 'swarm') {
        const { body } = await fleet.call('GET', `${SUBJECTS}?q=E2E-1`);
        expect(body.items.length).toBeGreaterThan(0);
      } else expect(await fleet.observe()).toBeNull();
    },
    UP_MS,
  );
});

async function metrics(service: string): Promise<string> {
  // Through an edge nobody comes from this machine.
  const headers = { authorization: `Bearer ${await fleet.token('metrics:read')}` };
  return (await fetch(`${fleet.urlOf(service)}/metrics`, { headers })).text();
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
