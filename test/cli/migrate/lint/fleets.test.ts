import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { migrateLint } from '../../../../cli/actions/migrate-lint.ts';
import { loadFleet } from '../../../../cli/config/load.ts';
import { FLEETS, fleetOf } from '../../../fleets/support/fleets.ts';
import { repository } from '../../../support/aurora.ts';

const ENGINES = ['postgres', 'mysql'] as const;

describe('the migrations that Aurora writes', () => {
  it.each(ENGINES)('of this repository have no findings on %s', async (engine) => {
    const fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml') });
    const { findings, migrations } = await migrateLint(fleet, { engine });
    expect(findings).toEqual([]);
    expect(migrations).toBeGreaterThan(9);
  });

  it.each(FLEETS)('of the fleet %s have none on any engine', async (name) => {
    using generated = fleetOf(name, { services: 2, entities: 2 });
    await generated.generate();
    const fleet = await generated.fleet();
    for (const engine of ENGINES) {
      const { findings, migrations } = await migrateLint(fleet, { engine });
      expect(findings).toEqual([]);
      expect(migrations).toBeGreaterThan(3);
    }
  });
});
