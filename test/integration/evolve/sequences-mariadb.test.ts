import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mariadbMissing, type StartedMariadb, startMariadb } from '../../../shared/testing/index.ts';
import { proveSequences, SEEDS } from './support/sequences.ts';

let server: StartedMariadb;
beforeAll(async () => {
  if (!mariadbMissing) server = await startMariadb();
});
afterAll(() => server?.stop());

(mariadbMissing ? describe.skip : describe)(
  `migrations from any config to any other, on MariaDB ${mariadbMissing ?? ''}`,
  () => {
    it.each(SEEDS)('carry rows there and back: seed %s', (seed) => proveSequences(server, seed, 6), 60_000);
  },
);
