import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pairsOf } from '../../cli/contracts/pairs.ts';
import { repository, run } from '../support/aurora.ts';
import { LONG } from '../support/long.ts';
import type { GeneratedFleet } from '../templates/support/generated-fleet.ts';
import { FLEETS, type FleetName, fleetOf } from './support/fleets.ts';

const MINUTES = 60_000;
/** The one with references, subscribers, versions of events and commands of its own. */
const SHORT: readonly FleetName[] = ['bank'];

describe.each(LONG ? FLEETS.filter((name) => name !== 'big') : SHORT)('the contracts of the fleet %s', (name) => {
  let fleet: GeneratedFleet;

  const tested = async (mode: 'record' | 'verify') => {
    const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
    const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, '--config', 'jest.json'];
    const only = mode === 'record' ? ['consumes'] : [];
    const { exitCode, stderr } = await run(process.execPath, [...args, ...only], {
      cwd: fleet.root,
      env: { AURORA_CONTRACTS: mode },
    });
    return exitCode === 0 ? '' : stderr;
  };

  beforeAll(async () => {
    fleet = fleetOf(name);
    await fleet.generate();
    const config = {
      extensionsToTreatAsEsm: ['.ts'],
      transform: {},
      maxWorkers: 2,
      testTimeout: MINUTES,
      testMatch: ['<rootDir>/services/*/test/contracts/**/*.test.ts'],
    };
    writeFileSync(join(fleet.root, 'jest.json'), JSON.stringify(config));
  });

  afterAll(() => fleet?.[Symbol.dispose]());

  it(
    'are written by its consumers, the same twice, and kept by its providers',
    async () => {
      expect(await tested('record')).toBe('');
      const folder = join(fleet.root, 'contracts', 'pacts');
      const pairs = pairsOf(await fleet.fleet()).map(({ consumer, provider }) => `${consumer}-${provider}.json`);
      expect(readdirSync(folder).toSorted()).toEqual(pairs.toSorted());
      // The kinds of interactions that the config asks for are there.
      for (const { consumer, provider, kinds } of pairsOf(await fleet.fleet())) {
        const pact = JSON.parse(readFileSync(join(folder, `${consumer}-${provider}.json`), 'utf8'));
        const types: string[] = pact.interactions.map(({ type }: { type: string }) => type);
        const found = new Set(types.map((type) => (type === 'Synchronous/HTTP' ? 'http' : 'message')));
        expect([...found].toSorted()).toEqual(kinds);
      }
      expect(await tested('verify')).toBe('');
    },
    15 * MINUTES,
  );
});
