import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { proveSequences, SEEDS } from './support/sequences.ts';

let server: StartedPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe('migrations from any config to any other, on PostgreSQL', () => {
  it.each(SEEDS)('carry rows there and back: seed %s', (seed) => proveSequences(server, seed, 6), 60_000);
});
