/** A suite is a command that exits 0 when it passes; a jest suite also counts its tests. */
export interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  readonly jest?: boolean;
  /** Runs containers where there is an engine. */
  readonly engine?: boolean;
  /** Part of the long form alone, or where it is asked for by its name. */
  readonly long?: boolean;
  /** Test files that it runs at once; one unless given. */
  readonly workers?: number;
}

/** Test files at once, on the two cores of CI: a third of what they do is to wait. */
export const WORKERS = 3;

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

const inBand = (project: string): Suite => jest(project, '--runInBand');
const inParallel = (project: string, workers: number, ...flags: string[]): Suite => ({
  ...jest(project, `--maxWorkers=${workers}`, ...flags),
  workers,
});
const withEngine = (suite: Suite): Suite => ({ ...suite, engine: true });

/**
 * In this order: what fails fast comes first, and of the others what takes long, so that none is left alone in the end. None takes all
 * places, for which it would wait with some of them idle, and in which nothing could run beside its last file.
 */
export const SUITES: readonly Suite[] = [
  { name: 'lint', command: ['node_modules/.bin/biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['node_modules/.bin/tsc', '-b', 'tsconfig.json', 'cli/dashboard/web'] },
  { name: 'drift', command: [node, 'bin/run.js', 'generate', '--check'] },
  inParallel('unit', 2),
  inBand('mutations'),
  inBand('services'),
  inBand('services-mariadb'),
  inBand('contracts'),
  inBand('broken-contracts'),
  inBand('docs'),
  withEngine(inParallel('integration', 2, '--testSequencer=./test/run/longest-first.ts')),
  withEngine(inBand('e2e')),
  inBand('faults-events'),
  inBand('fleets'),
  withEngine(inBand('faults')),
  withEngine(inBand('faults-docker-mariadb')),
  withEngine(inBand('e2e-docker')),
  withEngine(inBand('faults-docker')),
  withEngine(inBand('swarm')),
  { ...withEngine(inBand('e2e-swarm')), long: true },
  inBand('e2e-mariadb'),
  // What it crosses is tested each by itself: the suite on Docker, and on MariaDB; and a fleet with both, by its faults.
  { ...withEngine(inBand('e2e-docker-mariadb')), long: true },
  inBand('integration-mariadb'),
  // Alone: it counts what clients lose, and on a machine that has no time for them they lose something by that.
  { ...withEngine(inBand('faults-deploy')), workers: WORKERS },
];
