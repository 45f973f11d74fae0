import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CloudEvent } from '../../../shared/events/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { untilLogged } from '../../support/service-process.ts';
import { type RunningFleet, runFleet } from './support/running-fleet.ts';

/**
 * Books go with their author, lose their editor, and are held by loans; reviews go with their book. Of scans, those of
 * receipts are held by loans, books lose theirs, and reviews go with theirs.
 */
const LIBRARY = `version: 1
name: library
services:
  settings: { kind: config, port: 9000 }
  scans: { kind: file, port: 9004 }
  people: { kind: domain, port: 9001, entities: { Person: { fields: { name: { type: string, required: true } } } } }
  books:
    kind: domain
    port: 9002
    entities:
      Book:
        fields:
          title: { type: string, required: true }
          authorId: { references: people.Person, required: true, embed: author, onDelete: cascade }
          editorId: { references: people.Person, embed: editor, onDelete: nullify }
          scanId: { references: scans.File, embed: scan, onDelete: nullify }
  lending:
    kind: domain
    port: 9003
    entities:
      Loan:
        fields:
          days: { type: integer }
          bookId: { references: books.Book, embed: book }
          receiptId: { references: scans.File, embed: receipt }
      Review:
        fields:
          text: { type: text }
          bookId: { references: books.Book, onDelete: cascade }
          scanId: { references: scans.File, onDelete: cascade }
`;
/** More than one batch. */
const MANY = 150;

jest.setTimeout(120_000);

let fleet: RunningFleet;
const told: CloudEvent[] = [];

beforeAll(async () => {
  fleet = await runFleet(LIBRARY);
  const book = ['created', 'updated', 'deleted'].map((verb) => `library.books.book.${verb}.v1`);
  await fleet.broker.subscribe({
    consumer: 'listener',
    types: [...book, 'library.people.person.deleted.v1', 'library.lending.review.deleted.v1'],
    async handle(event) {
      told.push(event);
    },
  });
  for (const name of ['books', 'lending']) await untilSubscribed(`${name}.references`);
});

afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
});

/** Who subscribes later hears nothing of what was deleted before. */
async function untilSubscribed(consumer: string): Promise<void> {
  const look = 'SELECT count(*)::int FROM aurora_events.subscription WHERE consumer = $1';
  await until(async () => (await fleet.sql('broker', look, [`library.${consumer}`])) !== 0, { withinMs: 30_000 });
}

async function create(service: string, path: string, body: object): Promise<string> {
  // After a kill the registry knows the dead instance for as long as its lease lasts: owners may seem away.
  const answer = await until(
    async () => {
      const attempt = await fleet.call(service, 'POST', path, body);
      return attempt.status !== 503 && attempt;
    },
    { withinMs: 30_000 },
  );
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.id;
}

const person = (name: string) => create('people', 'persons', { name });

async function books(count: number, authorId: string, editorId: string | null = null): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < count; start += 25) {
    const batch = Array.from({ length: Math.min(25, count - start) }, (_, n) =>
      create('books', 'books', { title: `Book ${start + n}`, authorId, editorId }),
    );
    ids.push(...(await Promise.all(batch)));
  }
  return ids;
}

async function removed(service: string, path: string): Promise<void> {
  expect(await fleet.call(service, 'DELETE', path)).toMatchObject({ status: 204 });
}

function toldOf(type: string, ids: readonly string[]): CloudEvent[] {
  return told.filter((event) => event.type === type && ids.includes(event.subject));
}

describe('nullify', () => {
  it('empties every reference once, through commands whose events say why', async () => {
    const editor = await person('Editor');
    const ids = await books(MANY, await person('Author'), editor);
    expect((await fleet.call('books', 'GET', `books/${ids[0]}`)).body.editor).toMatchObject({ name: 'Editor' });

    await removed('people', `persons/${editor}`);
    const updates = await until(
      () => {
        const found = toldOf('library.books.book.updated.v1', ids);
        return found.length >= MANY && found;
      },
      { withinMs: 60_000 },
    );
    const [deletion] = toldOf('library.people.person.deleted.v1', [editor]) as [CloudEvent];
    expect(new Set(updates.map(({ causationid }) => causationid))).toEqual(new Set([deletion.id]));
    expect(new Set(updates.map(({ correlationid }) => correlationid))).toEqual(new Set([deletion.correlationid]));
    const { body } = await fleet.call('books', 'GET', `books/${ids[0]}`);
    expect(body).toMatchObject({ version: 2, editorId: null, editor: null, author: { name: 'Author' } });
    expect(body).not.toHaveProperty('unresolved');

    // The same news again change nothing.
    await fleet.broker.publish([deletion]);
    await untilLogged(fleet.process('books'), 'event handled before');
    expect(updates).toHaveLength(MANY);
    expect(await fleet.sql('books', 'SELECT count(*)::int FROM books WHERE version <> 2 AND id = ANY($1)', [ids])).toBe(
      0,
    );
  });

  it('is finished by the next process when one was killed in the middle', async () => {
    const editor = await person('Another editor');
    const ids = await books(MANY, await person('Another author'), editor);
    await removed('people', `persons/${editor}`);
    await until(async () => Number(await fleet.sql('books', LEFT, [editor])) < MANY);
    await fleet.process('books').kill9();
    await fleet.start('books');
    await until(async () => (await fleet.sql('books', LEFT, [editor])) === 0, { withinMs: 60_000 });
    expect(await fleet.sql('books', 'SELECT max(version) FROM books WHERE id = ANY($1)', [ids])).toBe(2);
  });

  const LEFT = 'SELECT count(*)::int FROM books WHERE editor_id = $1';
});

describe('cascade', () => {
  it('deletes what refers, and what refers to that', async () => {
    const author = await person('Author');
    const ids = await books(3, author);
    const reviews = await Promise.all(ids.map((bookId) => create('lending', 'reviews', { text: 'Good.', bookId })));
    await removed('people', `persons/${author}`);
    const last = await until(
      () => {
        const found = toldOf('library.lending.review.deleted.v1', reviews);
        return found.length === 3 && found;
      },
      { withinMs: 60_000 },
    );
    for (const id of ids) expect((await fleet.call('books', 'GET', `books/${id}`)).status).toBe(404);
    for (const id of reviews) expect((await fleet.call('lending', 'GET', `reviews/${id}`)).status).toBe(404);
    const [deletion] = toldOf('library.people.person.deleted.v1', [author]) as [CloudEvent];
    expect(new Set(last.map(({ correlationid }) => correlationid))).toEqual(new Set([deletion.correlationid]));
  });
});

describe('restrict', () => {
  it('keeps what is referred to, and all of it while the referrer is away; what is read goes on', async () => {
    const [book] = (await books(1, await person('Author'))) as [string];
    const loan = await create('lending', 'loans', { days: 14, bookId: book });
    expect((await fleet.call('books', 'DELETE', `books/${book}`)).body).toMatchObject({
      status: 409,
      code: 'reference_restricted',
      referrers: [{ service: 'lending', path: '/api/v1/loans', field: 'bookId' }],
    });

    await fleet.process('books').kill9();
    expect((await fleet.call('lending', 'GET', `loans/${loan}`)).body.book).toMatchObject({ id: book });
    await fleet.start('books');

    await fleet.process('lending').kill9();
    expect((await fleet.call('books', 'DELETE', `books/${book}`)).body).toMatchObject({
      status: 503,
      code: 'references_unknown',
    });
    await fleet.start('lending');
    await removed('lending', `loans/${loan}`);
    await until(async () => (await fleet.call('books', 'DELETE', `books/${book}`)).status === 204, {
      withinMs: 30_000,
    });
  });
});

describe('a file', () => {
  it('is kept while it is referred to, and while nobody can tell', async () => {
    const receiptId = await fleet.upload('scans', 'A receipt.');
    const loan = await create('lending', 'loans', { days: 14, receiptId });
    expect((await fleet.call('scans', 'DELETE', `files/${receiptId}`)).body).toMatchObject({
      status: 409,
      code: 'reference_restricted',
      referrers: [{ service: 'lending', path: '/api/v1/loans', field: 'receiptId' }],
    });

    await fleet.process('lending').kill9();
    expect((await fleet.call('scans', 'DELETE', `files/${receiptId}`)).body).toMatchObject({
      status: 503,
      code: 'references_unknown',
    });
    expect((await fleet.call('scans', 'GET', `files/${receiptId}`)).status).toBe(200);
    await fleet.start('lending');
    await removed('lending', `loans/${loan}`);
    await until(async () => (await fleet.call('scans', 'DELETE', `files/${receiptId}`)).status === 204, {
      withinMs: 30_000,
    });
  });

  it('shows its new name where it is embedded; deleted, it is let go of', async () => {
    const scanId = await fleet.upload('scans', 'A page.');
    const author = await person('Author');
    const book = await create('books', 'books', { title: 'Scanned', authorId: author, scanId });
    const review = await create('lending', 'reviews', { text: 'Legible.', scanId });
    await fleet.call('scans', 'PATCH', `files/${scanId}`, { name: 'page-1.txt' });
    const scanOf = async () => (await fleet.call('books', 'GET', `books/${book}`)).body.scan;
    await until(async () => (await scanOf()).name === 'page-1.txt');

    await until(async () => (await fleet.call('scans', 'DELETE', `files/${scanId}`)).status === 204, {
      withinMs: 30_000,
    });
    await until(async () => (await fleet.call('lending', 'GET', `reviews/${review}`)).status === 404);
    await until(async () => (await scanOf()) === null);
    expect((await fleet.call('books', 'GET', `books/${book}`)).body).toMatchObject({ scanId: null, scan: null });
  });
});

describe('a reference made while its owner is being deleted', () => {
  const COPY = 'SELECT 1 FROM reference_copies WHERE id = $1 FOR UPDATE';

  /** Readiness is looked at only so often: whoever asks waits for what it says. */
  async function dangling(): Promise<{ metric: string | undefined; detail: number }> {
    const { url } = fleet.process('books');
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const { dependencies } = (await (await fetch(`${url}/health/ready`)).json()) as {
      dependencies: { name: string; detail?: { dangling: Record<string, number> } }[];
    };
    const detail = dependencies.find(({ name }) => name === 'references')?.detail?.dangling['books.editorId'];
    const metric = /^references_dangling\{.*entity="books",field="editorId".*\} (\d+)$/m.exec(metrics)?.[1];
    return { metric, detail: detail as number };
  }

  it('is let go of when the news arrive after it', async () => {
    const [author, editor] = [await person('Author'), await person('Editor')];
    const [first] = (await books(1, author, editor)) as [string];
    let second: string;
    {
      await using copy = await fleet.hold('books', COPY, [editor]);
      await removed('people', `persons/${editor}`);
      await copy.untilWaitedFor();
      [second] = (await books(1, author, editor)) as [string];
    }
    for (const id of [first, second]) {
      await until(async () => (await fleet.call('books', 'GET', `books/${id}`)).body.editorId === null);
    }
    await until(async () => isDeepStrictEqual(await dangling(), { metric: '0', detail: 0 }));
  });

  it('dangles when it was checked before them and written after: metrics and readiness show it until it is changed', async () => {
    const [author, editor] = [await person('Author'), await person('Editor')];
    let late: Promise<string[]>;
    {
      await using writes = await fleet.hold('books', 'LOCK TABLE books IN SHARE MODE');
      late = books(1, author, editor);
      await writes.untilWaitedFor();
      await removed('people', `persons/${editor}`);
      const heard = { msg: 'event handled', type: 'library.people.person.deleted.v1', subject: editor };
      const { lines } = fleet.process('books');
      await until(() => lines.some((line) => Object.entries(heard).every(([key, value]) => line[key] === value)));
    }
    const [id] = (await late) as [string];
    await until(async () => isDeepStrictEqual(await dangling(), { metric: '1', detail: 1 }));
    expect((await fleet.call('books', 'GET', `books/${id}`)).body).toMatchObject({
      editor: null,
      unresolved: [{ path: '/editor', code: 'deleted' }],
    });
    await fleet.call('books', 'PATCH', `books/${id}`, { editorId: null });
    await until(async () => isDeepStrictEqual(await dangling(), { metric: '0', detail: 0 }));
  });
});
