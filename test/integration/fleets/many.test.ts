import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { type GeneratedService, startGeneratedService } from './support/generated-service.ts';

jest.setTimeout(120_000);

/** Lists inside one service: of what goes for good and of what is only marked, kept and let go, in a circle, of its own kind. */
const text = `
version: 1
name: shelf
services:
  library:
    kind: domain
    port: 9600
    entities:
      Tag:
        fields:
          label: { type: string, required: true, unique: true, maxLength: 40 }
          bestIds: { references: Book, many: true }
      Author:
        softDelete: true
        fields:
          name: { type: string, required: true, maxLength: 40 }
      Book:
        softDelete: true
        fields:
          title: { type: string, required: true, maxLength: 40 }
          tagIds: { references: Tag, many: true, embed: tags, inverse: books }
          authorIds: { references: Author, many: true, required: true, embed: authors }
          sequelIds: { references: Book, many: true }
      Loan:
        fields:
          bookId: { references: Book, required: true, embed: book, onDelete: cascade }
`;

let library: GeneratedService;
let count = 0;

beforeAll(async () => {
  library = await startGeneratedService({ text }, 'library', ['tag', 'author', 'book', 'loan']);
});

afterAll(() => library?.stop());

async function make(path: string, fields: object): Promise<{ id: string; version: number }> {
  const { status, body } = await library.ask('POST', path, fields);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

const tag = (fields: object = {}) => make('tags', { label: `tag ${++count}`, ...fields });
const author = () => make('authors', { name: `Ada ${++count}` });

async function book(tagIds: readonly string[], fields: object = {}) {
  const authorIds = [(await author()).id];
  return make('books', { title: `Book ${++count}`, tagIds, authorIds, ...fields });
}

const read = async (id: string) => (await library.ask('GET', `books/${id}`)).body;
const eventsOf = (id: string) => library.told.filter(({ subject }) => subject === id);

describe('lists of references', () => {
  it('keep the order in which they are given, and are embedded in it', async () => {
    const [one, two] = [await tag(), await tag()];
    const { id } = await book([two.id, one.id]);
    const first = await library.ask('GET', `books/${id}`);
    expect(first).toMatchObject({ status: 200, etag: '"1.1+1.1"' });
    expect(first.body).toMatchObject({ tagIds: [two.id, one.id], tags: [two, one], sequelIds: [] });

    const changed = await library.ask('PATCH', `books/${id}`, { tagIds: [one.id, two.id] });
    expect(changed).toMatchObject({ status: 200, etag: '"2.1+1.1"' });
    expect(changed.body).toMatchObject({ tagIds: [one.id, two.id], tags: [one, two] });
    expect((await library.ask('PATCH', `books/${id}`, { tagIds: [one.id, two.id] })).body.version).toBe(2);
    await library.ask('PATCH', `tags/${two.id}`, { label: 'another' });
    expect((await library.ask('GET', `books/${id}`)).etag).toBe('"2.1+2.1"');

    const stale = { method: 'PATCH', headers: { 'if-match': '"1.1+1.1"' } } as const;
    const url = `/api/v1/books/${id}`;
    expect((await library.call({ ...stale, url, payload: { title: 'Late' } })).statusCode).toBe(412);

    const emptied = await library.ask('PATCH', `books/${id}`, { tagIds: [] });
    expect(emptied).toMatchObject({ etag: '"3.-.1"', body: { tagIds: [], tags: [] } });
    await until(() => eventsOf(id).length === 3);
    expect(eventsOf(id).map(({ data }) => data.tagIds)).toEqual([[two.id, one.id], [one.id, two.id], []]);
  });

  it('are empty unless given, and where they must not be, missed', async () => {
    const { id } = await make('books', { title: 'Bare', authorIds: [(await author()).id] });
    expect(await read(id)).toMatchObject({ tagIds: [], tags: [], sequelIds: [] });
    const without = await library.ask('POST', 'books', { title: 'Nobody’s', authorIds: [] });
    expect(without).toMatchObject({ status: 422, body: { errors: [{ path: '/authorIds' }] } });
    const absent = await library.ask('POST', 'books', { title: 'Nobody’s' });
    expect(absent).toMatchObject({ status: 422, body: { errors: [{ path: '/authorIds', code: 'required' }] } });
  });

  it('hold each id once, and none that leads nowhere', async () => {
    const [{ id }, { id: authorId }] = [await tag(), await author()];
    const create = (fields: object) => library.ask('POST', 'books', { title: 'X', authorIds: [authorId], ...fields });
    const twice = await create({ tagIds: [id, id] });
    expect(twice).toMatchObject({ status: 422, body: { errors: [{ path: '/tagIds', code: 'not_unique' }] } });
    const nowhere = { status: 422, body: { code: 'reference_not_found' } };
    expect(await create({ tagIds: [id, randomUUID()] })).toMatchObject({
      ...nowhere,
      body: { errors: [{ path: '/tagIds' }] },
    });
    expect(await create({ authorIds: [randomUUID()] })).toMatchObject({
      ...nowhere,
      body: { errors: [{ path: '/authorIds' }] },
    });
    expect((await library.ask('GET', 'books?filter[title]=X')).body.items).toEqual([]);
  });

  it('filter lists, which embed them', async () => {
    const [one, two, three] = [await tag(), await tag(), await tag()];
    const both = await book([one.id, two.id]);
    const single = await book([two.id]);
    const idsOf = async (query: string) => {
      const { body } = await library.ask('GET', query);
      return body.items.map(({ id }: { id: string }) => id);
    };
    expect(await idsOf(`books?filter[tagIds]=${two.id}`)).toEqual([both.id, single.id]);
    expect(await idsOf(`books?filter[tagIds]=${one.id}`)).toEqual([both.id]);
    expect(await idsOf(`books?filter[tagIds][in]=${one.id},${three.id}`)).toEqual([both.id]);
    expect(await idsOf(`tags/${two.id}/books?sort=-createdAt`)).toEqual([single.id, both.id]);
    const { body } = await library.ask('GET', `books?filter[tagIds]=${two.id}`);
    expect(body.items.map(({ tags }: { tags: object[] }) => tags)).toEqual([[one, two], [two]]);
    expect((await library.ask('GET', 'books?sort=tagIds')).status).toBe(400);
    expect((await library.ask('GET', 'books?filter[tagIds]=x')).status).toBe(400);
  });

  it('come along with what embeds their owner', async () => {
    const { id: tagId } = await tag();
    const { id: bookId } = await book([tagId]);
    const loan = await make('loans', { bookId });
    expect(loan).toMatchObject({ book: { id: bookId, tagIds: [tagId], sequelIds: [] } });
    expect((await library.ask('GET', `loans/${loan.id}`)).body).toEqual(loan);
    expect((await library.ask('GET', `loans?filter[bookId]=${bookId}`)).body.items).toEqual([loan]);
  });
});

describe('what is in lists', () => {
  it('goes out of them when it is deleted, each with its event', async () => {
    const [one, two] = [await tag(), await tag()];
    const { id } = await book([one.id, two.id]);
    expect((await library.ask('DELETE', `tags/${one.id}`)).status).toBe(204);
    expect(await read(id)).toMatchObject({ version: 2, tagIds: [two.id], tags: [two] });
    await until(() => eventsOf(id).length === 2);
    expect(eventsOf(id).at(-1)).toMatchObject({ data: { version: 2, tagIds: [two.id] } });
  });

  it('stays where a list must not be empty', async () => {
    const { id } = await book([]);
    const { authorIds } = await read(id);
    const refused = await library.ask('DELETE', `authors/${authorIds[0]}`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'reference_restricted', referrers: [{ path: '/api/v1/books', field: 'authorIds' }] },
    });
  });

  it('is let go of by what is deleted, marked or not', async () => {
    const { id: tagId } = await tag();
    const { id } = await book([tagId]);
    const { authorIds } = await read(id);
    const friend = await tag({ bestIds: [id] });
    expect((await library.ask('DELETE', `books/${id}`)).status).toBe(204);
    expect((await library.ask('GET', `tags/${friend.id}`)).body).toMatchObject({ version: 2, bestIds: [] });
    expect((await library.ask('POST', 'tags', { label: 'late', bestIds: [id] })).body).toMatchObject({
      code: 'reference_not_found',
      errors: [{ path: '/bestIds' }],
    });
    expect((await library.ask('DELETE', `tags/${tagId}`)).status).toBe(204);
    expect((await library.ask('DELETE', `authors/${authorIds[0]}`)).status).toBe(204);
  });

  it('may be of its own kind, and in a circle', async () => {
    const first = await book([]);
    const second = await book([], { sequelIds: [first.id] });
    expect((await library.ask('PATCH', `books/${first.id}`, { sequelIds: [second.id, first.id] })).status).toBe(200);
    expect((await library.ask('DELETE', `books/${first.id}`)).status).toBe(204);
    expect(await read(second.id)).toMatchObject({ version: 2, sequelIds: [] });
  });

  it('is kept in one piece by writers at the same time', async () => {
    const tags = await Promise.all([tag(), tag(), tag(), tag()]);
    const { id } = await book(tags.map((each) => each.id));
    const answers = await Promise.all([
      ...tags.slice(0, 3).map((each) => library.ask('DELETE', `tags/${each.id}`)),
      library.ask('PATCH', `books/${id}`, { title: 'Renamed' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 200]);
    expect(await read(id)).toMatchObject({ title: 'Renamed', tagIds: [tags[3]?.id] });
  });
});
