import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { CASES } from './support/cases.ts';
import { prove } from './support/prove.ts';

let server: StartedPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe('migrations from the config on PostgreSQL', () => {
  it.each(Object.entries(CASES))('carry %s', async (_, change) => prove(server, change));
});
