import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repository, run } from '../support/aurora.ts';
import { LONG } from '../support/long.ts';
import type { GeneratedFleet } from '../templates/support/generated-fleet.ts';
import { FLEETS, type FleetName, fleetOf } from './support/fleets.ts';

const MINUTES = 60_000;
/** Of the lines of generated code, in percent. What they leave out: ways to fail that take a broken disk or network. */
const REACHED = 90;
/** The one with most of what a service can have; the others have the same templates, and twenty test files each. */
const SHORT: readonly FleetName[] = ['bank'];

describe.each(LONG ? FLEETS.filter((name) => name !== 'big') : SHORT)('the fleet %s', (name) => {
  let fleet: GeneratedFleet;

  beforeAll(async () => {
    fleet = fleetOf(name);
    await fleet.generate();
    const services = LONG ? ['*'] : domainServices(await fleet.fleet());
    const config = {
      extensionsToTreatAsEsm: ['.ts'],
      transform: {},
      maxWorkers: 2,
      // The patience of this repository's own tests: the machine is as busy for these.
      testTimeout: MINUTES,
      // Those of a gateway, a config and a file service are the same in every fleet, and run with this repository's own.
      testMatch: services.map((service) => `<rootDir>/services/${service}/test/**/*.test.ts`),
      testPathIgnorePatterns: ['/node_modules/', '/test/contracts/'],
      coverageProvider: 'v8',
      // Files of types alone are nothing to run.
      collectCoverageFrom: [
        ...services.map((service) => `services/${service}/src/generated/**/*.ts`),
        ...['types', 'hooks', 'seeds', 'enums'].map((file) => `!**/${file}.ts`),
      ],
      coverageReporters: ['json-summary'],
    };
    writeFileSync(join(fleet.root, 'jest.config.json'), JSON.stringify(config));
  });

  afterAll(() => fleet?.[Symbol.dispose]());

  it(
    'passes its own tests, on a database that its own migrations made, and they reach its code',
    async () => {
      const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
      const args = [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        jest,
        '--config',
        'jest.config.json',
        '--coverage',
      ];
      const tested = await run(process.execPath, args, { cwd: fleet.root });
      expect(tested.exitCode === 0 ? '' : tested.stderr).toBe('');

      const summary: Summary = JSON.parse(readFileSync(join(fleet.root, 'coverage', 'coverage-summary.json'), 'utf8'));
      const lines = Object.entries(summary).filter(([path]) => path !== 'total' && !path.includes('/client/'));
      expect(lines.length).toBeGreaterThan(0);
      const [covered, total] = (['covered', 'total'] as const).map((key) =>
        lines.reduce((all, [, file]) => all + file.lines[key], 0),
      ) as [number, number];
      const poorest = lines.filter(([, file]) => file.lines.covered < file.lines.total).map(([path]) => path);
      const share = (covered / total) * 100;
      expect({ share, poorest: share < REACHED ? poorest : [] }).toEqual({ share, poorest: [] });
    },
    5 * MINUTES,
  );
});

type Summary = Readonly<Record<string, { readonly lines: { readonly covered: number; readonly total: number } }>>;

function domainServices({ services }: Awaited<ReturnType<GeneratedFleet['fleet']>>): string[] {
  return services.filter(({ kind }) => kind === 'domain').map(({ name }) => name);
}
