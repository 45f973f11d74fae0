import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { type DeployedFleet, SUBJECTS } from '../support/fleet.ts';
import { expectNoneFailed, expectQuiet, serving, underLoad } from '../support/held.ts';

const DEPLOY = ['deploy', '--blue-green', '--service', SUBJECTS];
const MIGRATION = `migrations/${SUBJECTS}/0003-fail-as-planned.ts`;

export function failing(deployed: () => DeployedFleet): void {
  afterEach(async () => {
    await deployed().code();
    await rm(join(deployed().fleet.clone.root, MIGRATION), { force: true });
  });

  it('a version that never gets ready is taken away, and nobody has met it', async () => {
    const began = await serving(deployed());
    const load = await underLoad(deployed(), 'never ready', async () => {
      // An image starts its service once while it is made; only where it is deployed it has a role.
      await deployed().code("if (process.env.ROLE_FILE) throw new Error('no start, as planned');");
      const { exitCode, said } = await deployed().aurora(...DEPLOY);
      expect([exitCode, said.error]).toEqual([
        6,
        expect.objectContaining({ code: 'start_failed', phase: 'gate', service: SUBJECTS }),
      ]);
      expect(said.error.details.join('\n')).toContain('no start, as planned');
      expect(said.error.details.at(-1)).toBe('The versions of before serve, as they did all the time.');
    });
    expectNoneFailed(load);
    expect(await serving(deployed())).toEqual(began);
    await expectQuiet(deployed());
  });

  it('a version that answers 500 once it serves is taken back within its watch', async () => {
    const began = await serving(deployed());
    const load = await underLoad(deployed(), '500 after the switch', async () => {
      await deployed().code(
        'const isOnTrial = app.role.current === "standby";',
        "app.addHook('onRequest', async ({ url }) => {",
        "  const fails = isOnTrial && app.role.current === 'live' && url.startsWith('/api/v1/subjects?');",
        "  if (fails) throw new Error('500, as planned');",
        '});',
      );
      const { exitCode, said } = await deployed().aurora(...DEPLOY);
      expect([exitCode, said.error]).toEqual([
        1,
        expect.objectContaining({ code: 'too_many_errors', phase: 'watch', service: SUBJECTS }),
      ]);
      expect(said.error.details.at(-1)).toBe('The versions of before serve again.');
    });
    const { failures } = load.tally;
    const { requests } = load.tally.totals('during');
    process.stdout.write(`500 after the switch: ${failures.length} of ${requests} requests failed meanwhile\n`);
    expect(failures.length).toBeGreaterThan(0);
    expect(new Set(failures.map(({ failure }) => failure))).toEqual(
      new Set([expect.stringMatching(/^GET .* 50[02] /)]),
    );
    expect(new Set(failures.map(({ way }) => way))).toEqual(new Set(['list of subjects']));
    expect(load.tally.totals('after').failed).toBe(0);
    expect(await serving(deployed())).toEqual(began);
    await expectQuiet(deployed());
  });

  it('a version whose migration fails does not even start', async () => {
    const began = await serving(deployed());
    const load = await underLoad(deployed(), 'failing migration', async () => {
      // The check of migrations would find it at once.
      const text = "export async function up(): Promise<void> {\n  throw new Error('no migration, as planned');\n}\n";
      const down = '\nexport async function down(): Promise<void> {}\n';
      await writeFile(join(deployed().fleet.clone.root, MIGRATION), text + down);
      const { exitCode, said } = await deployed().aurora(...DEPLOY, '--skip-check', 'migrations');
      expect([exitCode === 0, said.error]).toEqual([
        false,
        expect.objectContaining({ phase: 'expand', service: SUBJECTS }),
      ]);
      expect(JSON.stringify(said.error)).toContain('no migration, as planned');
    });
    expectNoneFailed(load);
    expect(await serving(deployed())).toEqual(began);
    await expectQuiet(deployed());
  });
}
