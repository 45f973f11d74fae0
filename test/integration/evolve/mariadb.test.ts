import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mariadbMissing, type StartedMariadb, startMariadb } from '../../../shared/testing/index.ts';
import { CASES } from './support/cases.ts';
import { prove } from './support/prove.ts';

let server: StartedMariadb;
beforeAll(async () => {
  if (!mariadbMissing) server = await startMariadb();
});
afterAll(() => server?.stop());

(mariadbMissing ? describe.skip : describe)(`migrations from the config on MariaDB ${mariadbMissing ?? ''}`, () => {
  it.each(Object.entries(CASES))('carry %s', async (_, change) => prove(server, change));
});
