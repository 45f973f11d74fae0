import { existsSync, readdirSync } from 'node:fs';

// Node 24 strips the types itself, so jest needs no transform: what is tested is what runs.
const base = { extensionsToTreatAsEsm: ['.ts'], transform: {}, testEnvironment: 'node' };

// Where MariaDB is not installed, one test is skipped that says so.
const ON_MARIADB = existsSync('/usr/sbin/mariadbd')
  ? readdirSync(new URL('migrations', import.meta.url)).map((name) => `<rootDir>/services/${name}/test/**/*.test.ts`)
  : ['<rootDir>/test/services/*.test.ts'];

export default {
  maxWorkers: 2,
  // A test waits for conditions; how long a loaded machine takes to reach them is no failure.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(services|integration|e2e|faults|docs|bench)/'],
    },
    { ...base, displayName: 'services', testMatch: ['<rootDir>/services/*/test/**/*.test.ts'] },
    // The same once more, of those that have a database.
    {
      ...base,
      displayName: 'services-mariadb',
      setupFiles: ['<rootDir>/test/support/on-mariadb.ts'],
      testMatch: ON_MARIADB,
    },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.test.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
    { ...base, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.test.ts'] },
    { ...base, displayName: 'docs', testMatch: ['<rootDir>/test/docs/**/*.test.ts'] },
  ],
};
