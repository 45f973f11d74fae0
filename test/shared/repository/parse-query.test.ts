import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../../shared/errors/index.ts';
import { encodeCursor } from '../../../shared/repository/listing/cursor.ts';
import { parseListQuery } from '../../../shared/repository/listing/parse-query.ts';
import { columns } from './columns.ts';

const id = '01942000-0000-7000-8000-000000000001';

function refusal(parameters: Record<string, unknown>): { path: string; code: string }[] {
  try {
    parseListQuery(columns, parameters);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).code).toBe('invalid_query');
    return ((error as Problem).errors ?? []).map(({ path, code }) => ({ path, code }));
  }
  throw new Error('was accepted');
}

describe('parseListQuery', () => {
  it('gives the first twenty in order of creation to a plain request', () => {
    const query = parseListQuery(columns, {});
    expect(query).toMatchObject({ limit: 20, filters: [] });
    expect(query.sort.map(({ column, descending }) => [column.name, descending])).toEqual([['id', false]]);
  });

  it('counts characters as JSON Schema does', () => {
    const longest = '𝕏'.repeat(200);
    expect(parseListQuery(columns, { q: longest, 'filter[title][contains]': longest })).toMatchObject({
      search: longest,
    });
    expect(refusal({ q: `${longest}x` })).toEqual([{ path: '/q', code: 'length' }]);
  });

  it('ends every sort in the id', () => {
    const { sort } = parseListQuery(columns, { sort: '-rank,title' });
    expect(sort.map(({ column, descending }) => [column.name, descending])).toEqual([
      ['rank', true],
      ['title', false],
      ['id', false],
    ]);
  });

  it.each([
    ['filter[rank]', '7', 'eq', 7],
    ['filter[rank][gte]', '-3', 'gte', -3],
    ['filter[rank][in]', '1,2', 'in', [1, 2]],
    ['filter[open]', 'true', 'eq', true],
    ['filter[state][ne]', 'done', 'ne', 'done'],
    ['filter[title][contains]', '50%', 'contains', '50%'],
    ['filter[notes][null]', 'false', 'null', false],
    ['filter[createdAt][lt]', '2026-01-02', 'lt', '2026-01-02T00:00:00.000Z'],
    ['filter[id]', id.toUpperCase(), 'eq', id],
  ])('reads %s=%s', (name, raw, operator, value) => {
    expect(parseListQuery(columns, { [name]: raw }).filters).toMatchObject([{ operator, value }]);
  });

  it('points at the parameter that is wrong, whatever its name (RFC 6901)', () => {
    expect(refusal({ 'a/b~c': '1' })).toEqual([{ path: '/a~1b~0c', code: 'unknown' }]);
  });

  it.each([
    ['limit', '0', 'limit'],
    ['limit', '101', 'limit'],
    ['limit', '1e1', 'limit'],
    ['limit', ['1', '2'], 'repeated'],
    ['sort', 'nothing', 'sort'],
    ['sort', 'extra', 'sort'],
    ['sort', 'title,-title', 'sort'],
    ['filter[rank]', 'seven', 'value'],
    ['filter[rank]', '99999999999', 'value'],
    ['filter[rank]', '', 'value'],
    ['filter[open]', '1', 'value'],
    ['filter[state]', 'gone', 'value'],
    ['filter[id]', 'abc', 'value'],
    ['filter[createdAt]', '2026-13-45', 'value'],
    ['filter[createdAt]', '2026-02-30', 'value'],
    ['filter[createdAt][gt]', '2026-02-30T00:00:00Z', 'value'],
    ['filter[createdAt]', '0000-01-01', 'value'],
    ['filter[createdAt]', '0001-01-01T00:00:00+10:00', 'value'],
    ['filter[title][like]', 'x', 'operator'],
    ['filter[extra]', '{}', 'operator'],
    ['filter[constructor]', 'x', 'filter'],
    ['filter', 'x', 'filter'],
    ['cursor', 'nonsense', 'cursor'],
    ['q', 'a\0b', 'characters'],
    ['q', 'x'.repeat(201), 'length'],
    ['page', '2', 'unknown'],
  ])('refuses %s=%s', (name, raw, code) => {
    expect(refusal({ [name]: raw })).toEqual([{ path: `/${name}`, code }]);
  });

  it('names all mistakes at once', () => {
    expect(refusal({ limit: 'x', sort: 'y', z: '1' })).toHaveLength(3);
  });

  it('takes back the cursor that a page of the same sort gave', () => {
    const { sort } = parseListQuery(columns, { sort: '-rank' });
    const cursor = encodeCursor(sort, { id, rank: null });
    expect(parseListQuery(columns, { sort: '-rank', cursor }).after).toEqual([null, id]);
    expect(refusal({ sort: 'rank', cursor })).toEqual([{ path: '/cursor', code: 'cursor' }]);
  });

  it('refuses a cursor with values that the columns cannot hold', () => {
    const { sort } = parseListQuery(columns, { sort: 'title' });
    expect(refusal({ sort: 'title', cursor: encodeCursor(sort, { id, title: 7 }) })).toHaveLength(1);
    expect(refusal({ sort: 'title', cursor: encodeCursor(sort, { id, title: null }) })).toHaveLength(1);
    expect(refusal({ sort: 'title', cursor: encodeCursor(sort, { id: "x' OR 1=1", title: '' }) })).toHaveLength(1);
  });

  it.each([7, 'maybe 1', '0000-01-01', '+275760-09-13T00:00:00.000Z'])(
    'refuses a cursor with the time %s',
    (createdAt) => {
      const { sort } = parseListQuery(columns, { sort: 'createdAt' });
      expect(refusal({ sort: 'createdAt', cursor: encodeCursor(sort, { id, createdAt }) })).toHaveLength(1);
    },
  );
});
