import { afterAll, beforeAll, describe } from '@jest/globals';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { healsOnItsWayDown } from './support/killed.ts';

let postgres: StartedPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe('a migration that is cut off anywhere on its way down, on PostgreSQL', () =>
  healsOnItsWayDown('postgres', () => postgres));
