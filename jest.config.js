import { existsSync, readdirSync } from 'node:fs';
import { dockerMissing } from './test/support/docker.ts';
import { swarmMissing } from './test/support/swarm/missing.ts';

// Where an engine answers, `auto` would be another runtime than elsewhere: suites say so where they want it.
process.env.AURORA_RUNTIME ??= 'process';

// Node 24 strips the types itself, so jest needs no transform: what is tested is what runs.
const base = { extensionsToTreatAsEsm: ['.ts'], transform: {}, testEnvironment: 'node' };

/** The same tests once more, on MariaDB. Where it is not installed, one test is skipped that says so. */
const onMariadb = (displayName, programs, tests) => ({
  ...base,
  displayName,
  setupFiles: ['<rootDir>/test/support/on-mariadb.ts'],
  testMatch: programs.every(existsSync) ? tests : ['<rootDir>/test/on-mariadb/missing.test.ts'],
});
/** What services ask of each other: tests of their own, for they are held to what is committed. */
const CONTRACTS = '/services/[^/]+/test/contracts/';
/** What the long form runs on each database, and the short one on the one where it tells most: see docs/testing.md. */
const LONG = process.env.AURORA_TEST_LONG === '1';
const [IN_CONTAINERS, KILLED] = ['{fleet,api}', '{fleet,domain}'];
/** Whole fleets in containers; where there is no engine for them, one test is skipped that says so. */
const onDocker = (displayName, tests, ...setupFiles) => ({
  ...base,
  displayName,
  setupFiles: ['<rootDir>/test/support/on-docker.ts', ...setupFiles],
  testMatch: dockerMissing === undefined ? tests : ['<rootDir>/test/on-docker/missing.test.ts'],
});
const MARIADB = '/usr/sbin/mariadbd';
const RABBITMQ = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const DATABASES = readdirSync(new URL('migrations', import.meta.url));

export default {
  maxWorkers: 2,
  // A test waits for conditions; how long a loaded machine takes to reach them is no failure.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/(on-docker|on-mariadb|on-swarm|contracts|integration|e2e|faults|fleets|docs|bench|mutations|swarm)/',
      ],
    },
    {
      ...base,
      displayName: 'services',
      testMatch: ['<rootDir>/services/*/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', CONTRACTS],
    },
    {
      ...onMariadb(
        'services-mariadb',
        [MARIADB],
        DATABASES.map((service) => `<rootDir>/services/${service}/test/**/*.test.ts`),
      ),
      testPathIgnorePatterns: ['/node_modules/', CONTRACTS],
    },
    { ...base, displayName: 'contracts', testMatch: ['<rootDir>/services/*/test/contracts/**/*.test.ts'] },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.test.ts'] },
    onMariadb(
      'integration-mariadb',
      [MARIADB],
      [
        'database/violations',
        'repository/*',
        'idempotency',
        'references/copies',
        'operations/*',
        'events/{dead,inbox,relay}',
        'fleets/{kinds,lists,many,read-only,relations,rows}',
      ].map((name) => `<rootDir>/test/integration/${name}.test.ts`),
    ),
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
    onMariadb('e2e-mariadb', [MARIADB, RABBITMQ], [`<rootDir>/test/e2e/${LONG ? '{fleet,seed}' : 'fleet'}.test.ts`]),
    onDocker('e2e-docker', [`<rootDir>/test/e2e/${LONG ? IN_CONTAINERS : 'fleet'}.test.ts`]),
    onDocker(
      'e2e-docker-mariadb',
      [`<rootDir>/test/e2e/${LONG ? IN_CONTAINERS : 'api'}.test.ts`],
      '<rootDir>/test/support/on-mariadb.ts',
    ),
    { ...base, displayName: 'faults-events', testMatch: ['<rootDir>/test/faults/events/*.test.ts'] },
    { ...base, displayName: 'faults', testMatch: ['<rootDir>/test/faults/{*,generate/*,gateway/*}.test.ts'] },
    onDocker('faults-docker', [`<rootDir>/test/faults/${LONG ? KILLED : 'fleet'}.test.ts`]),
    onDocker(
      'faults-docker-mariadb',
      [`<rootDir>/test/faults/${LONG ? KILLED : 'domain'}.test.ts`],
      '<rootDir>/test/support/on-mariadb.ts',
    ),
    onDocker('faults-deploy', ['<rootDir>/test/faults/deploy/*.test.ts']),
    {
      ...base,
      displayName: 'e2e-swarm',
      setupFiles: ['<rootDir>/test/support/on-swarm.ts'],
      testMatch: [
        `<rootDir>/test/${swarmMissing === undefined && dockerMissing === undefined ? 'e2e/{fleet,api}' : 'on-swarm/missing'}.test.ts`,
      ],
    },
    { ...base, displayName: 'swarm', testMatch: [`<rootDir>/test/swarm/${LONG ? '*' : 'hosts'}.test.ts`] },
    { ...base, displayName: 'broken-contracts', testMatch: ['<rootDir>/test/contracts/*.test.ts'] },
    { ...base, displayName: 'fleets', testMatch: ['<rootDir>/test/fleets/*.test.ts'] },
    { ...base, displayName: 'mutations', testMatch: ['<rootDir>/test/mutations/*.test.ts'] },
    { ...base, displayName: 'docs', testMatch: ['<rootDir>/test/docs/**/*.test.ts'] },
  ],
};
