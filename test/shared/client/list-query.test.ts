import { expect, it } from '@jest/globals';
import { type PageQuery, queryString } from '../../../shared/client/list-query.ts';
import type { Resource } from '../../../shared/repository/index.ts';

interface Note extends Resource {
  readonly title: string;
  readonly pages: number | null;
  readonly body: unknown;
}

interface Notes {
  readonly read: Note;
  readonly change: object;
  readonly columns: { readonly title: 'string'; readonly pages: 'integer'; readonly body: 'json'; readonly id: 'uuid' };
}

const written = (query: PageQuery<Notes>) => decodeURIComponent(queryString<Notes>(query));

it.each<[PageQuery<Notes>, string]>([
  [{}, ''],
  [{ filter: { title: 'a' } }, '?filter[title]=a'],
  [
    { filter: { title: { eq: 'a', ne: 'b', contains: 'c' } } },
    '?filter[title]=a&filter[title][ne]=b&filter[title][contains]=c',
  ],
  [
    { filter: { pages: { gte: 0, in: [1, 2], null: false } } },
    '?filter[pages][gte]=0&filter[pages][in]=1,2&filter[pages][null]=false',
  ],
  [{ filter: { title: undefined, pages: { lt: undefined } } }, ''],
  [{ sort: ['-pages', 'title'], q: 'é', limit: 3, cursor: 'x' }, '?sort=-pages,title&q=é&limit=3&cursor=x'],
])('writes %j as %s', (query, text) => {
  expect(written(query)).toBe(text);
});

it('escapes what has a meaning in URLs', () => {
  expect(queryString<Notes>({ q: 'a&b=c#d' })).toBe('?q=a%26b%3Dc%23d');
});
