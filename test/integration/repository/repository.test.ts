import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { up as createMessaging } from '../../../migrations/subject-service/0001-create-messaging.ts';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { eventsOf } from '../../../shared/events/index.ts';
import { type Carried, create, type Page, Repository, revise } from '../../../shared/repository/index.ts';
import { type StartedDatabase, startDatabase } from '../../../shared/testing/index.ts';
import { defineThing, type Thing } from './things.ts';

const events = eventsOf<Thing>({ fleet: 'test', service: 'thing-service', entity: 'thing' });

let server: StartedDatabase;
let database: Database;
let things: Repository<Thing>;

beforeAll(async () => {
  server = await startDatabase();
  const url = await server.createDatabase('things');
  database = await connectDatabase({ url, poolSize: 5, log: pino({ level: 'silent' }) });
  await createMessaging({ queryInterface: database.sequelize.getQueryInterface() });
  await defineThing(database.sequelize).sync();
  things = new Repository<Thing>(database, defineThing(database.sequelize));
});

afterAll(async () => {
  await database?.close();
  await server?.stop();
});

beforeEach(async () => {
  for (const table of ['things', 'outbox']) await database.query({ text: `DELETE FROM ${table}` });
});

async function add(title: string, fields: Partial<Thing> = {}): Promise<Thing> {
  const thing: Thing = create({ title, rank: null, bytes: null, open: null, extra: null, ...fields });
  await things.insert(thing, events.created(thing), database);
  return thing;
}

async function told(): Promise<string[]> {
  const { rows } = await database.query<{ type: string }>({ text: 'SELECT type FROM outbox ORDER BY position' });
  return rows.map(({ type }) => type);
}

describe('Repository', () => {
  it('gives back what it stored, and tells of it', async () => {
    const thing = await add('one', {
      rank: -7,
      bytes: 5_000_000_000_000,
      open: false,
      extra: { deep: [1, null, 'ä'] },
    });
    expect(await things.find(thing.id)).toEqual(thing);
    expect(await things.find(thing.id.toUpperCase())).toEqual(thing);
    expect(await told()).toEqual(['test.thing-service.thing.created.v1']);
  });

  it.each([[[1, 2]], ['text'], [7], [false], [[]]])('stores JSON %j as it is', async (extra) => {
    const thing = await add('json', { extra });
    expect((await things.find(thing.id))?.extra).toEqual(extra);
  });

  it('knows nothing of ids that are none', async () => {
    for (const id of ['', 'x', '01942000-0000-7000-8000-00000000000g', "' OR 1=1 --"]) {
      expect(await things.find(id)).toBeUndefined();
    }
  });

  it('answers reads that come together each with its own row', async () => {
    const added = await Promise.all(Array.from({ length: 150 }, (_, index) => add(`many ${index}`)));
    const asked = [...added, ...added.slice(0, 10)];
    expect(await Promise.all(asked.map(({ id }) => things.find(id)))).toEqual(asked);
  });

  it('writes neither row nor event when a value is taken', async () => {
    await add('same');
    await expect(add('same')).rejects.toMatchObject({
      code: 'unique_violation',
      errors: [{ path: '/title', code: 'unique' }],
    });
    expect(await told()).toHaveLength(1);
  });

  it('writes the next version once', async () => {
    const first = await add('one');
    const [left, right] = [revise(first, { rank: 1 }), revise(first, { rank: 2 })];
    const outcomes = await Promise.all([
      things.update(left, events.updated(left), database),
      things.update(right, events.updated(right), database),
    ]);
    expect(outcomes.sort()).toEqual([false, true]);
    expect(await things.find(first.id)).toMatchObject({ version: 2 });
    expect(await told()).toHaveLength(2);
  });

  it('removes one version, and tells of it after everything else', async () => {
    const thing = await add('one');
    expect(await things.remove({ ...thing, version: 9 }, events.deleted(thing), database)).toBe(false);
    expect(await things.remove(thing, events.deleted(thing), database)).toBe(true);
    expect(await things.find(thing.id)).toBeUndefined();
    expect(await told()).toEqual(['test.thing-service.thing.created.v1', 'test.thing-service.thing.deleted.v1']);
  });

  it('undoes everything when the transaction throws, and calls back only after a commit', async () => {
    const calls: string[] = [];
    const attempt = database.transaction(async (transaction) => {
      const thing: Thing = create({ title: 'gone', rank: null, bytes: null, open: null, extra: null });
      await things.insert(thing, events.created(thing), transaction);
      expect(await things.find(thing.id, transaction)).toEqual(thing);
      transaction.onCommit(() => calls.push('undone'));
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    await database.transaction(async (transaction) => {
      transaction.onCommit(() => calls.push('done'));
      expect(calls).toEqual([]);
    });
    expect(calls).toEqual(['done']);
    expect(await told()).toEqual([]);
  });
});

describe('Repository.list', () => {
  /** Makes the engine join, and so tempts it to another order. */
  const twin = { column: 'twin.title AS "twin"', join: 'LEFT JOIN things AS twin ON twin.id = page."id"' };

  async function walk(parameters: Record<string, string>, carried: readonly Carried[] = []): Promise<string[]> {
    const titles: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Thing> = await things.list({ ...parameters, ...(cursor && { cursor }) }, carried);
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor;
    } while (cursor);
    return titles;
  }

  beforeEach(async () => {
    const ranks = [3, null, 1, 3, null, 2, 1];
    for (const [index, rank] of ranks.entries()) {
      await add(`t${index}`, { rank, bytes: rank && rank * 2 ** 40, open: index % 2 === 0 });
    }
  });

  it.each([
    ['', 't0 t1 t2 t3 t4 t5 t6'],
    ['rank', 't2 t6 t5 t0 t3 t1 t4'],
    ['-rank', 't0 t3 t5 t2 t6 t1 t4'],
    ['-rank,-title', 't3 t0 t5 t6 t2 t4 t1'],
    ['-bytes', 't0 t3 t5 t2 t6 t1 t4'],
    ['open,title', 't1 t3 t5 t0 t2 t4 t6'],
    ['-createdAt,-id', 't6 t5 t4 t3 t2 t1 t0'],
  ])('walks every row once in the order "%s", whatever the page size', async (sort, order) => {
    for (const limit of ['1', '2', '3', '7', '100']) {
      const parameters = { limit, ...(sort && { sort }) };
      expect((await walk(parameters)).join(' ')).toBe(order);
      expect((await walk(parameters, [twin])).join(' ')).toBe(order);
    }
  });

  it('carries along what another table has', async () => {
    const { items } = await things.list({ sort: 'title', limit: '2' }, [twin]);
    expect(items).toMatchObject([
      { title: 't0', twin: 't0' },
      { title: 't1', twin: 't1' },
    ]);
  });

  it('skips nothing when rows before the cursor go and come', async () => {
    const { nextCursor } = await things.list({ limit: '3' });
    const first = (await things.list({ limit: '1' })).items[0] as Thing;
    await things.remove(first, events.deleted(first), database);
    await add('t7');
    const rest = await things.list({ cursor: nextCursor });
    expect(rest.items.map(({ title }) => title)).toEqual(['t3', 't4', 't5', 't6', 't7']);
  });

  it.each([
    [{ 'filter[rank]': '3' }, 't0 t3'],
    [{ 'filter[rank][ne]': '3' }, 't1 t2 t4 t5 t6'],
    [{ 'filter[rank][gte]': '2', 'filter[open]': 'true' }, 't0'],
    [{ 'filter[rank][null]': 'true' }, 't1 t4'],
    [{ 'filter[bytes]': String(3 * 2 ** 40) }, 't0 t3'],
    [{ 'filter[bytes][lt]': String(2 ** 41) }, 't2 t6'],
    [{ 'filter[title][in]': 't1,t5,x' }, 't1 t5'],
    [{ q: 'T3' }, 't3'],
    [{ q: '%' }, ''],
  ] as [Record<string, string>, string][])('filters by %j', async (parameters, titles) => {
    expect((await walk(parameters)).join(' ')).toBe(titles);
  });
});

describe('a database that is away', () => {
  it('is told as unavailable, and is there again afterwards', async () => {
    const thing = await add('one');
    await server.kill9();
    await expect(things.find(thing.id)).rejects.toMatchObject({ code: 'unavailable' });
    await server.restart();
    expect(await things.find(thing.id)).toEqual(thing);
  });

  it('is told alike whether a transaction asks for a connection or a statement alone', async () => {
    const nowhere = await connectDatabase({ url: server.url('nowhere'), poolSize: 1, log: pino({ level: 'silent' }) });
    try {
      await expect(nowhere.ping()).rejects.toMatchObject({ code: 'unavailable' });
      await expect(nowhere.transaction(async () => {})).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await nowhere.close();
    }
  });
});
