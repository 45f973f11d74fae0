import { describe, expect, it } from '@jest/globals';
import { mysqlReader } from '../../../../cli/migrate/lint/mysql/read.ts';
import { NotUnderstood } from '../../../../cli/migrate/lint/not-understood.ts';
import { CORPUS } from './mysql-corpus.ts';
import { summary } from './summary.ts';

describe('the reader of MySQL and MariaDB', () => {
  it.each(CORPUS)('reads %s', async (sql, gives) => {
    expect(summary(await mysqlReader(sql))).toBe(gives);
  });

  it.each([
    ['SELEC 1', 'a statement that lint knows was expected where SELEC stands.'],
    ['ALTER TABLE t ADD COLUMN x int NOPE', 'something of the column x was expected where NOPE stands.'],
    ['ALTER TABLE t FROBNICATE', 'an alteration was expected where FROBNICATE stands.'],
    ['ALTER TABLE t DROP COLUMN a NOPE', 'the end was expected where NOPE stands.'],
    ['ALTER TABLE t ADD COLUMN x int DEFAULT (1', 'more was expected where the statement ends.'],
    ['DROP TABLE t; NOPE', 'a statement that lint knows was expected where NOPE stands.'],
    ['CALL p()', 'a statement that lint knows was expected where CALL stands.'],
    ["UPDATE t SET a = 'open", "Nothing begins with 'open."],
  ])('says what it does not understand of %s', async (sql, why) => {
    await expect(mysqlReader(sql)).rejects.toMatchObject({ constructor: NotUnderstood, message: why });
  });

  it.each(CORPUS)('reads or refuses what is left of a statement, wherever it is cut or mended: %s', async (sql) => {
    const words = sql.split(/(\s+|[(),;])/).filter((word) => word !== '');
    for (const [at, word] of words.entries()) {
      for (const text of [words.slice(0, at), words.toSpliced(at, 1), words.toSpliced(at, 0, word)]) {
        await mysqlReader(text.join('')).catch((error) => expect(error).toBeInstanceOf(NotUnderstood));
      }
    }
  });

  it.each([
    ['5', 'constant'],
    ["'x'", 'constant'],
    ['NULL', 'null'],
    ['TRUE', 'constant'],
    ['CURRENT_TIMESTAMP(6)', 'constant'],
    ['now()', 'constant'],
    ['uuid()', 'expression'],
    ['(1 + 1)', 'expression'],
    ['NEXT VALUE FOR s', 'expression'],
  ])('knows whether a default of %s is one value for all rows', async (fallback, kind) => {
    const [change] = await mysqlReader(`ALTER TABLE t ADD x varchar(99) DEFAULT ${fallback} NOT NULL`);
    expect(change).toMatchObject({ kind: 'add-column', column: { fallback: kind, notNull: true } });
  });
});
