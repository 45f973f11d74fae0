/** A suite is a command that exits 0 when it passes; a jest suite also counts its tests. */
export interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  readonly jest?: boolean;
  /** Runs containers where there is an engine. */
  readonly engine?: boolean;
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

/** In this order: what fails fast comes first. Whole fleets run one at a time, for they measure their own patience. */
export const SUITES: readonly Suite[] = [
  { name: 'lint', command: ['node_modules/.bin/biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['node_modules/.bin/tsc', '-p', 'tsconfig.json'] },
  { name: 'drift', command: [node, 'bin/run.js', 'generate', '--check'] },
  jest('unit'),
  jest('services', '--runInBand'),
  jest('services-mariadb', '--runInBand'),
  { ...jest('integration'), engine: true },
  jest('integration-mariadb'),
  jest('faults-events', '--runInBand'),
  { ...jest('faults', '--runInBand'), engine: true },
  { ...jest('faults-docker', '--runInBand'), engine: true },
  { ...jest('faults-docker-mariadb', '--runInBand'), engine: true },
  { ...jest('e2e', '--runInBand'), engine: true },
  jest('e2e-mariadb', '--runInBand'),
  jest('fleets', '--runInBand'),
  { ...jest('e2e-docker', '--runInBand'), engine: true },
  { ...jest('e2e-docker-mariadb', '--runInBand'), engine: true },
  jest('docs', '--runInBand'),
];
