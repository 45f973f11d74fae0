import { afterAll, beforeAll, describe } from '@jest/globals';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { survivesSigkill } from './support/sigkill.ts';

let postgres: StartedPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe('a migration whose process is killed, on PostgreSQL', () => survivesSigkill('postgres', () => postgres));
