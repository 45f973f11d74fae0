import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type CloudEvent, eventsOf } from '@aurora/shared/events';
import { putCopies, startTestService, type TestService, until } from '@aurora/shared/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { service } from '../src/generated/service.ts';

const path = '/api/v1/syllabi';
const events = eventsOf<Subject>({ fleet: 'aurora', service: 'subject-service', entity: 'subject' });
const migrations = join(import.meta.dirname, '../../../migrations/syllabus-service');

interface Subject {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly description: null;
  readonly credits: null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What subject-service has, and what it was asked; null: it is down. */
let subjects: Map<string, Subject> | null = new Map();
let asked: string[] = [];
let running: TestService;

jest.setTimeout(30_000);

beforeAll(async () => {
  running = await startTestService(service, {
    migrations,
    peers: {
      'subject-service': ({ url }) => {
        asked.push(url);
        if (subjects === null) return { status: 503, body: {} };
        const ids = /filter\[id\]\[in\]=([^&]+)/.exec(url)?.[1]?.split(',') ?? [];
        return { body: { items: ids.flatMap((id) => subjects?.get(id) ?? []), nextCursor: null } };
      },
    },
  });
  await untilSubscribed();
});

beforeEach(() => {
  subjects = new Map();
  asked = [];
});

afterAll(() => running?.stop());

/** A subject that its service has, and has told nobody of. */
function subject(): Subject {
  const id = randomUUID();
  const now = '2026-01-01T00:00:00.000Z';
  const text = { code: id.slice(0, 8), name: 'Physics', description: null, credits: null };
  const made = { id, ...text, version: 1, createdAt: now, updatedAt: now };
  subjects?.set(id, made);
  return made;
}

function create(subjectId: string) {
  const payload = { title: 'Mechanics', academicYear: '2026/2027', subjectId };
  return running.call({ method: 'POST', url: path, payload });
}

async function created(subjectId: string): Promise<string> {
  const answer = await create(subjectId);
  expect(answer.statusCode).toBe(201);
  return `${path}/${answer.json().id}`;
}

async function forgetCopies(): Promise<void> {
  await running.app.database.query({ text: 'DELETE FROM reference_copies' });
}

/** News from before the subscription reach nobody. */
async function untilSubscribed(): Promise<void> {
  const probe = events.created(subject());
  await until(async () => {
    await running.app.broker.publish([probe]);
    return isHandled(probe);
  });
}

async function isHandled({ id }: CloudEvent): Promise<boolean> {
  const look = { text: 'SELECT 1 FROM inbox WHERE event_id = $1' };
  return (await running.app.database.query(look, [id])).count > 0;
}

async function tell(...told: CloudEvent[]): Promise<void> {
  await running.app.broker.publish(told);
  await until(() => isHandled(told.at(-1) as CloudEvent), { withinMs: 20_000 });
}

describe('a syllabus', () => {
  it('carries its subject, asked for once and from then on copied', async () => {
    const { id } = subject();
    const url = await created(id);
    const answer = await running.call({ url });
    expect(answer.json()).toMatchObject({ subjectId: id, subject: subjects?.get(id) });
    expect(answer.json()).not.toHaveProperty('unresolved');
    expect(answer.json().subject).not.toHaveProperty('stale');
    expect(answer.headers.etag).toBe('"1.1.-"');
    expect(asked).toHaveLength(1);
  });

  it('is refused with a subject that there is not, and so is a change to one', async () => {
    const refusal = { status: 422, code: 'reference_not_found', errors: [{ path: '/subjectId' }] };
    expect((await create(randomUUID())).json()).toMatchObject(refusal);
    const url = await created(subject().id);
    const payload = { subjectId: randomUUID() };
    expect((await running.call({ method: 'PATCH', url, payload })).json()).toMatchObject(refusal);
    const upper = { subjectId: randomUUID().toUpperCase() };
    expect((await running.call({ method: 'PATCH', url, payload: upper })).json().code).toBe('validation_failed');
    expect((await running.call({ url })).json().version).toBe(1);
  });

  it('cannot be written while nobody knows whether its subject exists', async () => {
    const { id } = subject();
    const known = subject();
    await created(known.id);
    subjects = null;
    const unknown = await create(id);
    expect(unknown.json()).toMatchObject({ status: 503, code: 'references_unknown' });
    expect(unknown.headers['retry-after']).toBe('1');
    expect((await create(known.id)).statusCode).toBe(201);
  });

  it('is read while its owner is down: from the copy, or null with the reason', async () => {
    const { id } = subject();
    const url = await created(id);
    subjects = null;
    expect((await running.call({ url })).json().subject).toMatchObject({ id, name: 'Physics' });
    await forgetCopies();
    const poorer = await running.call({ url });
    expect(poorer.json()).toMatchObject({
      subject: null,
      subjectId: id,
      unresolved: [{ path: '/subject', code: 'owner_unavailable' }],
    });
    expect(poorer.headers.etag).toBe('"1.o.-"');
  });

  it('shows a rename, under another ETag, and is none the staler for who changes it', async () => {
    const before = subject();
    const url = await created(before.id);
    const renamed = { ...before, name: 'Physics I', version: 2 };
    await tell(events.updated(renamed));

    const headers = { 'if-none-match': '"1.1.-"' };
    const answer = await running.call({ url, headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().subject).toEqual(renamed);
    expect(answer.headers.etag).toBe('"1.2.-"');
    expect((await running.call({ url, headers: { 'if-none-match': '"1.2.-"' } })).statusCode).toBe(304);

    const payload = { title: 'Waves' };
    const changed = await running.call({ method: 'PATCH', url, payload, headers: { 'if-match': '"1.1.-"' } });
    expect(changed.json()).toMatchObject({ title: 'Waves', version: 2, subject: renamed });
    expect(changed.headers.etag).toBe('"2.2.-"');
    const stale = await running.call({ method: 'PATCH', url, payload, headers: { 'if-match': '"1.2.-"' } });
    expect(stale.statusCode).toBe(412);
  });

  it('stands news in any order and twice: a copy never goes back, and what is deleted stays deleted', async () => {
    const first = subject();
    const url = await created(first.id);
    const third = { ...first, name: 'Third', version: 3 };
    await tell(events.updated(third), events.updated({ ...first, name: 'Second', version: 2 }), events.updated(third));
    expect((await running.call({ url })).json().subject.name).toBe('Third');

    subjects?.delete(first.id);
    await tell(events.deleted(third), events.updated({ ...first, name: 'Late', version: 2 }), events.created(first));
    const answer = await running.call({ url });
    expect(answer.json()).toMatchObject({ subject: null, unresolved: [{ path: '/subject', code: 'deleted' }] });
    expect(answer.headers.etag).toBe('"1.d.-"');
    expect((await create(first.id)).statusCode).toBe(422);
  });

  it('that dangles is counted', async () => {
    const metrics = (await running.call({ url: '/metrics' })).body.split('\n');
    const dangling = metrics.filter((line) => line.startsWith('references_dangling{') && line.includes('subjectId'));
    expect(dangling).toEqual([expect.stringMatching(/field="subjectId".* 1$/)]);
    const { dependencies } = (await running.call({ url: '/health/ready' })).json();
    const references = dependencies.find(({ name }: { name: string }) => name === 'references');
    expect(references).toMatchObject({
      status: 'up',
      critical: false,
      detail: { dangling: { 'syllabi.subjectId': 1 } },
    });
  });
});

describe('syllabi', () => {
  it('are listed with all their subjects after one call, and none once these are copied', async () => {
    const ids = Array.from({ length: 50 }, () => subject().id);
    for (const id of ids) await created(id);
    await forgetCopies();
    asked = [];
    const url = `${path}?limit=50&sort=-id`;
    const { items } = (await running.call({ url })).json();
    expect(items.map((item: { subject: Subject }) => item.subject.id)).toEqual(ids.toReversed());
    expect(asked).toHaveLength(1);
    await running.call({ url });
    expect(asked).toHaveLength(1);
  });

  it('are found by their subject', async () => {
    const { id } = subject();
    const url = await created(id);
    const { items } = (await running.call({ url: `${path}?filter[subjectId]=${id}&sort=subjectId` })).json();
    expect(items.map((item: { id: string }) => `${path}/${item.id}`)).toEqual([url]);
    expect((await running.call({ url: `${path}?filter[subjectId]=x` })).statusCode).toBe(400);
  });

  it('are described with what they embed', async () => {
    const { components } = (await running.call({ url: '/openapi.json' })).json();
    expect(components.schemas.Syllabus.properties.subject).toMatchObject({ type: ['object', 'null'] });
    expect(components.schemas.Syllabus.properties).toHaveProperty('unresolved');
    expect(components.schemas.NewSyllabus.properties.subjectId).toMatchObject({ format: 'uuid' });
  });
});

describe('without an instance of the owner', () => {
  it('what is copied is marked stale', async () => {
    await using alone = await startTestService(service, { migrations, peers: {} });
    const subjectId = randomUUID();
    await putCopies(alone.app.database, ['subject-service.Subject'], [subjectId], { name: 'Physics' });
    const payload = { title: 'Mechanics', academicYear: '2026/2027', subjectId };
    const answer = await alone.call({ method: 'POST', url: path, payload });
    expect(answer.json().subject).toMatchObject({ name: 'Physics', stale: true });
    expect(answer.headers.etag).toBe('"1.1s.-"');
  });
});
