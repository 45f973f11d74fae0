import { describe, expect, it } from '@jest/globals';
import { spell } from '../../../shared/database/dialects/mysql/spelling.ts';

const bind = (text: string, ...values: unknown[]) => spell({ text }).bind(values);

describe('a statement as MySQL spells it', () => {
  it('takes each value where it stands, also twice and in any order', () => {
    expect(bind('a = $2 AND b = $1 OR a > $2', 1, 'x')).toEqual({
      sql: 'a = ? AND b = ? OR a > ?',
      bound: ['x', 1, 'x'],
    });
  });

  it('has a place for each member of a list, in few lengths', () => {
    expect(bind('id = ANY($1) AND x = $2', ['a', 'b', 'c'], 7)).toEqual({
      sql: 'id IN (?, ?, ?, ?) AND x = ?',
      bound: ['a', 'b', 'c', 'c', 7],
    });
    expect(bind('id = ANY($1)', ['a'])).toEqual({ sql: 'id IN (?)', bound: ['a'] });
    expect(bind('id = ANY($1)', [])).toEqual({ sql: 'id IN (?)', bound: [null] });
    expect(bind('id = ANY($1)', Array(65).fill('a')).bound).toHaveLength(128);
  });

  it('takes what is not given for null', () => {
    expect(bind('a = $1 AND b = $2', undefined, null).bound).toEqual([null, null]);
  });

  it('adds milliseconds', () => {
    expect(bind("CURRENT_TIMESTAMP(6) + $1 * INTERVAL '1 ms'", 5)).toEqual({
      sql: 'CURRENT_TIMESTAMP(6) + INTERVAL ? * 1000 MICROSECOND',
      bound: [5],
    });
  });

  it('inserts what is not there yet', () => {
    const { unlessThere, bind: bound } = spell({ text: 'INSERT INTO t VALUES ($1) ON CONFLICT DO NOTHING' });
    expect([unlessThere, bound([1]).sql]).toEqual([true, 'INSERT INTO t VALUES (?)']);
    expect(spell({ text: 'INSERT INTO t VALUES ($1)' }).unlessThere).toBe(false);
  });

  it('holds its values escaped where it is not prepared', () => {
    const values = ['it\'s \\ " ?', ['a', 'b'], null, true, []];
    expect(spell({ text: 'a = $1, b = ANY($2), c = $3, d = $4, e = ANY($5)' }).written(values)).toBe(
      `a = 'it\\'s \\\\ \\" ?', b IN ('a', 'b'), c = NULL, d = true, e IN (NULL)`,
    );
  });
});
