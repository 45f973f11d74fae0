import { afterAll, beforeAll, describe } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { mariadbMissing, type StartedMariadb, startMariadb } from '../../../shared/testing/index.ts';
import { healsOnItsWayDown } from './support/killed.ts';

const on = mariadbMissing ? describe.skip : describe;

let server: StartedMariadb;
beforeAll(async () => {
  if (mariadbMissing) return;
  server = await startMariadb();
  // A table that gains and loses a column in an instant, dozens of times, has no room for another at last.
  const client = await createConnection(server.url());
  await client.query("SET GLOBAL innodb_instant_alter_column_allowed = 'never'");
  await client.end();
});
afterAll(() => server?.stop());

on(`a migration that is cut off anywhere on its way down, on MariaDB ${mariadbMissing ?? ''}`, () =>
  healsOnItsWayDown('mysql', () => server),
);
