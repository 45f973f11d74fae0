import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { guard } from '../../../shared/testing/index.ts';
import { type FleetName, fleetOf } from '../../fleets/support/fleets.ts';
import { type Finished, repository, run } from '../../support/aurora.ts';
import { LONG } from '../../support/long.ts';
import type { RealFleet } from '../../support/real-fleet.ts';

const MINUTES = 60_000;
/** Requests of an operation, and for how long at most. */
const AMOUNT = LONG ? ['--runs', '400', '--time', '10m'] : ['--runs', '12', '--time', '15s'];

/** What is told of a run in which nothing was found. */
function outcome({ exitCode, stdout, stderr }: Finished) {
  const { finds, left } = JSON.parse(stdout || '{"finds":[],"left":[]}');
  // biome-ignore lint/suspicious/noExplicitAny: of JSON
  const told = finds.map((each: any) => [each.operation, each.promise, each.says, each.curl, each.again]);
  return { exitCode, finds: told, left, stderr };
}

const NOTHING = { exitCode: 0, finds: [], left: [], stderr: '' };

/** Every type of field, and all that names and values can be. */
const OTHERS: readonly FleetName[] = LONG ? ['kinds', 'bank', 'nasty'] : [];

/** `aurora contracts fuzz` against the fleet that runs, in the long form against others too. */
export function describeFuzzing(running: () => RealFleet): void {
  describe('fuzzing the fleet of this repository', () => {
    it(
      'finds nothing, and leaves nothing behind',
      async () => {
        const before = (await running().call('GET', '/api/v1/subjects?limit=100')).body.items.length;
        expect(outcome(await running().clone.aurora('contracts', 'fuzz', '--json', ...AMOUNT))).toEqual(NOTHING);
        expect((await running().call('GET', '/api/v1/subjects?limit=100')).body.items).toHaveLength(before);
      },
      15 * MINUTES,
    );

    it('names the operations there are when it is asked for another', async () => {
      const other = await running().clone.aurora('contracts', 'fuzz', '--operation', 'GET /nowhere');
      expect(other.exitCode).toBe(2);
      expect(other.stderr).toContain('POST /api/v1/subjects');
    });
  });

  if (OTHERS.length > 0) {
    describe('fuzzing other fleets', () => {
      it.each(OTHERS)(
        'finds nothing in %s',
        async (name) => {
          await using parts = new AsyncDisposableStack();
          const fleet = parts.use(fleetOf(name));
          await fleet.generate();
          cpSync(join(repository, 'shared'), join(fleet.root, 'shared'), { recursive: true, verbatimSymlinks: true });
          const cli = join(repository, 'bin', 'run.js');
          const aurora = (...args: string[]) => run(process.execPath, [cli, ...args], { cwd: fleet.root });
          parts.defer(async () => void (await aurora('down', '--volumes')));
          const up = await aurora('up', '-d', '--isolated', '--json');
          if (up.exitCode !== 0) throw new Error(`aurora up: ${up.stdout}${up.stderr}`);
          const { supervisor } = JSON.parse(up.stdout);
          if (supervisor) parts.defer(guard(supervisor.pid));
          expect(outcome(await aurora('contracts', 'fuzz', '--json', ...AMOUNT))).toEqual(NOTHING);
        },
        15 * MINUTES,
      );
    });
  }
}
