import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase } from '../../../shared/database/index.ts';
import {
  mariadbMissing,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';

const READ = { name: 'read-title', text: 'SELECT title FROM things WHERE id = $1' };

describe.each([
  { engine: 'PostgreSQL', start: startPostgres, missing: '' },
  { engine: 'MariaDB', start: startMariadb, missing: mariadbMissing ?? '' },
] as const)('a column that gets another type while a service runs, on $engine $missing', ({ start, missing }) => {
  let server: StartedPostgres | StartedMariadb;
  beforeAll(async () => {
    if (!missing) server = await start();
  });
  afterAll(() => server?.stop());

  (missing ? it.skip : it)('is read as before, on every connection, in transactions and out of them', async () => {
    const url = await server.createDatabase('changed_types');
    const database = await connectDatabase({ url, poolSize: 4, log: readableLog().log });
    try {
      await database.query({ text: 'CREATE TABLE things (id int PRIMARY KEY, title varchar(20))' });
      await database.query({ text: "INSERT INTO things VALUES (1, 'one')" });
      const read = () => database.query(READ, [1]).then(({ rows }) => rows);
      const inTransaction = () => database.transaction(async ({ query }) => (await query(READ, [1])).rows);
      const all = () => Promise.all([...Array(8)].flatMap(() => [read(), inTransaction()]));
      const expected = Array(16).fill([{ title: 'one' }]);
      for (const length of [40, 60, 80]) {
        expect(await all()).toEqual(expected);
        const type = database.dialect.name === 'mysql' ? 'MODIFY title' : 'ALTER COLUMN title TYPE';
        await database.query({ text: `ALTER TABLE things ${type} varchar(${length})` });
        expect(await all()).toEqual(expected);
      }
    } finally {
      await database.close();
    }
  });
});
