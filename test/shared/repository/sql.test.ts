import { describe, expect, it } from '@jest/globals';
import { postgres } from '../../../shared/database/dialects/postgres.ts';
import { parseListQuery } from '../../../shared/repository/listing/parse-query.ts';
import { listStatement } from '../../../shared/repository/listing/sql.ts';
import { columns } from './columns.ts';

function sql(parameters: Record<string, unknown>, after?: readonly unknown[]) {
  const source = { selection: '*', table: '"things"', columns, dialect: postgres };
  const { text, values } = listStatement(source, {
    ...parseListQuery(columns, parameters),
    ...(after && { after }),
  });
  return { text, values };
}

describe('listStatement', () => {
  it('asks for one row more than the page', () => {
    expect(sql({ limit: '10' })).toEqual({ text: 'SELECT * FROM "things" ORDER BY "id" LIMIT 11', values: [] });
  });

  it('joins what is carried along to the page alone, and keeps its order', () => {
    const source = { selection: '*', table: '"things"', columns, dialect: postgres };
    const carried = [{ column: 'kept.data AS "box"', join: 'LEFT JOIN kept ON kept.id = page."boxId"' }];
    expect(listStatement(source, parseListQuery(columns, { sort: '-createdAt' }), carried).text).toBe(
      'SELECT page.*, kept.data AS "box" FROM (SELECT * FROM "things" ORDER BY "created_at" DESC, "id" LIMIT 21) AS page ' +
        'LEFT JOIN kept ON kept.id = page."boxId" ORDER BY page."createdAt" DESC, page."id"',
    );
  });

  it('binds every value', () => {
    expect(sql({ 'filter[open]': 'true', 'filter[rank][in]': '1,2', 'filter[state][ne]': 'new' })).toEqual({
      text:
        'SELECT * FROM "things" WHERE "is_open" = $1 AND "rank" IN ($2, $3) ' +
        'AND ("state" <> $4 OR "state" IS NULL) ORDER BY "id" LIMIT 21',
      values: [true, 1, 2, 'new'],
    });
  });

  it('searches texts literally', () => {
    expect(sql({ q: '50%_\\' })).toEqual({
      text: 'SELECT * FROM "things" WHERE ("title" ILIKE $1 OR "notes" ILIKE $2) ORDER BY "id" LIMIT 21',
      values: ['%50\\%\\_\\\\%', '%50\\%\\_\\\\%'],
    });
  });

  it('continues after a row in mixed directions, nulls last', () => {
    expect(sql({ sort: '-rank,title' }, [5, 'b', 'x']).text).toBe(
      'SELECT * FROM "things" WHERE (("rank" < $1 OR "rank" IS NULL) OR ("rank" = $2 AND ' +
        '("title" > $3 OR ("title" = $4 AND "id" > $5)))) ORDER BY "rank" IS NULL, "rank" DESC, "title", "id" LIMIT 21',
    );
    expect(sql({ sort: 'rank' }, [null, 'x']).text).toContain('WHERE (FALSE OR ("rank" IS NULL AND "id" > $1))');
  });
});
