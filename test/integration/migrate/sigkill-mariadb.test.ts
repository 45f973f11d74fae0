import { afterAll, beforeAll, describe } from '@jest/globals';
import { mariadbMissing, type StartedMariadb, startMariadb } from '../../../shared/testing/index.ts';
import { survivesSigkill } from './support/sigkill.ts';

const on = mariadbMissing ? describe.skip : describe;

let server: StartedMariadb;
beforeAll(async () => {
  if (!mariadbMissing) server = await startMariadb();
});
afterAll(() => server?.stop());

on(`a migration whose process is killed, on MariaDB ${mariadbMissing ?? ''}`, () =>
  survivesSigkill('mysql', () => server),
);
