import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  mariadbMissing,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../../shared/testing/index.ts';

/** The same on each engine that can be had here. */
export function onEachEngine(
  title: string,
  tests: (server: () => StartedPostgres | StartedMariadb, dialect: 'postgres' | 'mysql') => void,
): void {
  describe(`${title} on PostgreSQL`, () => {
    let postgres: StartedPostgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.stop());
    tests(() => postgres, 'postgres');
  });
  const on = mariadbMissing ? describe.skip : describe;
  on(`${title} on MariaDB ${mariadbMissing ?? ''}`, () => {
    let mariadb: StartedMariadb;
    beforeAll(async () => {
      if (!mariadbMissing) mariadb = await startMariadb();
    });
    afterAll(() => mariadb?.stop());
    tests(() => mariadb, 'mysql');
  });
}
