import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mariadbMissing, type StartedMariadb, startMariadb } from '../../../shared/testing/index.ts';
import { HEALED, heal } from './support/heal.ts';

let server: StartedMariadb;
beforeAll(async () => {
  if (!mariadbMissing) server = await startMariadb();
});
afterAll(() => server?.stop());

(mariadbMissing ? describe.skip : describe)(
  `migrations from the config that are cut off, on MariaDB ${mariadbMissing ?? ''}`,
  () => {
    it.each(HEALED)('are finished by the next run: %s', async (title) => heal(server, server.port, title), 120_000);
  },
);
