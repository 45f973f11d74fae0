import { isOnMariadb } from '../../shared/testing/index.ts';

/** What the fleets of a suite run on; the setup files of jest.config.js choose. */
export const RUNTIME =
  (['docker', 'swarm'] as const).find((name) => name === process.env.AURORA_TEST_RUNTIME) ?? 'process';
export const DATABASE = isOnMariadb() ? 'mariadb' : 'postgres';
/** Until a whole fleet is up; each of three hosts on one machine has to fetch its images first. */
export const UP_MS = RUNTIME === 'swarm' ? 900_000 : 300_000;
