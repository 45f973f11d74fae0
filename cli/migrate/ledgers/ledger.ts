import { type Ground, walk } from '../backfill/walk.ts';
import type { Client } from '../engines/contract.ts';
import type { MigrationFile } from '../files.ts';
import type { MigrationContext, MigrationModule } from '../module.ts';
import type { Pace } from '../pace.ts';
import type { Ledger, Listener } from './contract.ts';
import type { Engine } from './engine.ts';
import { logbook } from './logbook.ts';
import { type Patience, patience } from './patience.ts';
import type { Progress } from './progress.ts';
import { stepwise } from './steps.ts';
import { inTransaction } from './transaction.ts';

type Way = (context: MigrationContext) => Promise<void>;

/**
 * Where the engine and the migration have it so, a migration is one transaction with its line in the log: a kill leaves both or
 * neither. Else its statements are counted as they are done: one that was killed or failed goes on after the last.
 */
export function ledgerOn(engine: Engine, pace: Pace, observer: Pick<Client, 'blockers'>, listener: Listener): Ledger {
  const { sequelize } = engine;
  const log = logbook(engine);
  const patiently = patience(engine, pace, observer, listener.onWait);
  const queryInterface = sequelize.getQueryInterface();

  /** In steps, from where it is. */
  const walkWay = async (file: MigrationFile, module: MigrationModule, progress: Progress, way: Way) => {
    const { name } = file;
    const save = () => log.save(name, progress);
    await save();
    try {
      await stepwise(
        {
          engine,
          patiently,
          progress,
          save,
          walk: (work, from, saved) =>
            walk(work, from, groundOf(engine, pace, patiently), saved, (reached) =>
              listener.onBackfill?.(name, reached),
            ),
        },
        (backfill) => way({ sequelize, queryInterface, backfill: module.transaction ? refuseBackfill : backfill }),
      );
    } catch (error) {
      // As if it had never begun.
      const isUntouched = progress.done.length === 0 && progress.begun === undefined;
      if (isUntouched) await (progress.direction === 'up' ? log.forget(name) : log.whole(name));
      throw error;
    }
  };
  const goDown = async (file: MigrationFile, module: MigrationModule, progress: Progress) => {
    await walkWay(file, module, progress, module.way('down'));
    await inTransaction(engine, () => forget(file.name));
  };
  const forget = async (name: string) => {
    await log.forget(name);
    await engine.forgetSeeds();
  };
  const asOne = (work: () => Promise<unknown>) => patiently(() => inTransaction(engine, work));

  return {
    sequelize,
    open: () => engine.open(),
    applied: (direction) => log.names(direction),
    async apply(file, module) {
      await engine.setTimeouts(pace);
      const up = module.way('up');
      const started = performance.now();
      let progress = await log.progress(file.name);
      if (progress?.direction === 'down') {
        await goDown(file, module, progress);
        progress = undefined;
      }
      if (!progress && engine.transactional && module.transaction) {
        await asOne(async () => {
          await up({ sequelize, queryInterface, backfill: refuseBackfill });
          await log.begin(file);
          await log.finish(file, performance.now() - started);
        });
      } else {
        if (!progress) await log.begin(file);
        await walkWay(file, module, progress ?? { direction: 'up', done: [] }, up);
        await engine.grant();
        await log.finish(file, performance.now() - started);
      }
    },
    async revert(file, module) {
      await engine.setTimeouts(pace);
      const down = module.way('down');
      const progress = await log.progress(file.name);
      if (!progress && engine.transactional && module.transaction) {
        await asOne(async () => {
          await down({ sequelize, queryInterface, backfill: refuseBackfill });
          await forget(file.name);
        });
        return;
      }
      // What never came into being cannot go: half of the way up is there at most.
      const lenient = progress?.direction === 'up' || progress?.lenient === true;
      const anew: Progress = { direction: 'down', done: [], lenient };
      await goDown(file, module, progress?.direction === 'down' ? progress : anew);
    },
    async remainder(name) {
      const progress = await log.progress(name).catch(() => undefined);
      if (!progress) return 'Nothing of it is left in the database.';
      if (progress.done.length === 1)
        return 'Its first statement is in the database, and stays; it goes on after that.';
      return `Its first ${progress.done.length} statements are in the database, and stay; it goes on after them.`;
    },
    close: () => sequelize.close(),
  };
}

function groundOf(engine: Engine, pace: Pace, patiently: Patience): Ground {
  const { dialect, tables, select, run, isTooLong } = engine;
  return {
    dialect,
    tables,
    pace,
    select,
    run,
    isTooLong,
    commit: (work) => patiently(() => inTransaction(engine, work)),
  };
}

async function refuseBackfill(): Promise<never> {
  throw new Error(
    'A backfill commits batch by batch, which this migration must allow: export const transaction = false.',
  );
}
