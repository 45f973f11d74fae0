import { expect, it } from '@jest/globals';
import { migrateStatus } from '../../../../cli/actions/migrate-status.ts';
import type { StartedMariadb, StartedPostgres } from '../../../../shared/testing/index.ts';
import { benchOf } from './bench.ts';
import { at, startCut } from './cut.ts';
import { type EngineName, kindsOn } from './kinds.ts';
import { orders } from './orders.ts';
import { startRun } from './run.ts';

/** A process that migrates gets a SIGKILL at each statement of each kind: before the server has it, or when it is done. */
export function survivesSigkill(engine: EngineName, server: () => StartedPostgres | StartedMariadb): void {
  it.each(kindsOn(engine))('is finished by the next run: $title', async (kind) => {
    await using shop = await orders(server());
    const bench = await benchOf(shop, kind);
    await bench.up();
    const whole = await bench.state();
    for (const [index, statement] of kind.sent.up.entries()) {
      await bench.down();
      const isBackfill = statement.startsWith('UPDATE "') || statement.startsWith('UPDATE `');
      let kill: () => void = () => undefined;
      // Of a backfill the second batch: some of it is done, and some is not.
      const when = at(statement, index % 2 === 0 ? 'after' : 'before', isBackfill ? 2 : 1);
      await using cut = await startCut(server().port, when, () => kill());
      const run = startRun({ ...shop, owner: cut.url(shop.owner) });
      kill = run.kill9;
      await expect(run.ended).rejects.toThrow('SIGKILL');
      expect(cut.isCut()).toBe(true);
      const [state] = (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) => migrations);
      const isOne = engine === 'postgres' && kind.source.includes('transaction = true');
      expect(state).toMatchObject(
        isOne
          ? { state: 'pending' }
          : { state: 'interrupted', interrupted: { direction: 'up', done: expect.any(Number) } },
      );
      if (isBackfill) expect(state?.interrupted?.backfill?.rows).toBeGreaterThan(0);
      await bench.up();
      expect(await bench.state()).toEqual(whole);
    }
  });
}
