/** A suite is a command that exits 0 when it passes; a jest suite also counts its tests. */
export interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  readonly jest?: boolean;
  /** Runs containers where there is an engine. */
  readonly engine?: boolean;
  /** Runs beside another such: whole fleets leave a core idle while they wait. */
  readonly beside?: boolean;
}

const node = process.execPath;
const jest = (project: string, ...flags: string[]): Suite => ({
  name: project,
  jest: true,
  command: [
    node,
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    project,
    ...flags,
  ],
});

const inBand = (project: string): Suite => ({ ...jest(project, '--runInBand'), beside: true });
const withEngine = (suite: Suite): Suite => ({ ...suite, engine: true });

/** In this order: what fails fast comes first, and of those that run beside others what takes long. */
export const SUITES: readonly Suite[] = [
  { name: 'lint', command: ['node_modules/.bin/biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['node_modules/.bin/tsc', '-b', 'tsconfig.json', 'cli/dashboard/web'] },
  { name: 'drift', command: [node, 'bin/run.js', 'generate', '--check'] },
  jest('unit'),
  // A third of it waits.
  withEngine(jest('integration', '--maxWorkers=3', '--testSequencer=./test/run/longest-first.ts')),
  jest('integration-mariadb'),
  jest('faults-events'),
  // Its pages name ports, and another fleet might take them between two of its own.
  jest('docs', '--runInBand'),
  inBand('fleets'),
  withEngine(inBand('faults')),
  withEngine(inBand('e2e')),
  withEngine(inBand('faults-docker-mariadb')),
  withEngine(inBand('e2e-docker')),
  withEngine(inBand('faults-docker')),
  inBand('services'),
  inBand('services-mariadb'),
  withEngine(inBand('e2e-docker-mariadb')),
  inBand('e2e-mariadb'),
];
