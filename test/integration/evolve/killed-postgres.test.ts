import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { HEALED, heal } from './support/heal.ts';

let server: StartedPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe('migrations from the config that are cut off, on PostgreSQL', () => {
  it.each(HEALED)('are finished by the next run: %s', async (title) => heal(server, server.port, title), 120_000);
});
