import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repository, run } from '../../support/aurora.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';

const MINUTES = 60_000;

describe.each(['fleets/store', 'fleets/kinds', 'fleets/hr', 'fixtures/bank'])('the fleet %s', (place) => {
  let fleet: GeneratedFleet;

  beforeAll(async () => {
    fleet = new GeneratedFleet({ file: join(repository, 'test', place, 'aurora.config.yaml') });
    await fleet.generate();
    const project = {
      extensionsToTreatAsEsm: ['.ts'],
      transform: {},
      testMatch: ['<rootDir>/services/*/test/**/*.test.ts'],
    };
    // The patience of this repository's own tests: the machine is as busy for these.
    const config = { maxWorkers: 2, testTimeout: MINUTES, ...project };
    writeFileSync(join(fleet.root, 'jest.config.json'), JSON.stringify(config));
  });

  afterAll(() => fleet[Symbol.dispose]());

  it(
    'passes its own tests, on a database that its own migrations made',
    async () => {
      const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
      const args = ['--experimental-vm-modules', jest, '--config', 'jest.config.json'];
      const tested = await run(process.execPath, args, { cwd: fleet.root });
      expect(tested.exitCode === 0 ? '' : tested.stderr).toBe('');
    },
    5 * MINUTES,
  );
});
