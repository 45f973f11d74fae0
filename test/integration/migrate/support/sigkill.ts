import { expect, it } from '@jest/globals';
import { migrateStatus } from '../../../../cli/actions/migrate-status.ts';
import type { StartedMariadb, StartedPostgres } from '../../../../shared/testing/index.ts';
import { LONG } from '../../../support/long.ts';
import { benchOf } from './bench.ts';
import { at, startCut } from './cut.ts';
import { type EngineName, type Kind, kindsOn } from './kinds.ts';
import { type Orders, orders } from './orders.ts';
import { startRun } from './run.ts';

type Server = () => StartedPostgres | StartedMariadb;

/** In the short form every third statement: of one kind the first, the fourth, …, of the next ones the others. */
const chosen = (engine: EngineName, kind: Kind, statements: readonly string[]) => {
  const step = LONG ? 1 : Math.min(3, statements.length);
  const first = kindsOn(engine).findIndex(({ title }) => title === kind.title) % step;
  return [...statements.entries()].filter(([index]) => index % step === first);
};

/** A process that migrates gets a SIGKILL at each statement of each kind: before the server has it, or when it is done. */
export function survivesSigkill(engine: EngineName, server: Server): void {
  const isOne = (kind: Kind) => engine === 'postgres' && kind.source.includes('transaction = true');

  it.each(kindsOn(engine))('up, is finished by the next run: $title', async (kind) => {
    await using shop = await orders(server());
    const bench = await benchOf(shop, kind);
    // In a process like those that are killed: what it has compiled they need not compile.
    await startRun(shop).ended;
    const whole = await bench.state();
    for (const [index, statement] of chosen(engine, kind, kind.sent.up)) {
      await bench.down();
      await killAt(shop, server, statement, index, 'up');
      const state = await stateOf(shop);
      if (isOne(kind)) expect(state).toMatchObject({ state: 'pending', interrupted: null });
      else expect(state).toMatchObject({ state: 'interrupted', interrupted: { direction: 'up' } });
      if (isBackfill(statement)) expect(state?.interrupted?.backfill?.rows).toBeGreaterThan(0);
      await bench.up();
      expect(await bench.state()).toEqual(whole);
    }
  });

  it.each(kindsOn(engine))('down, is finished by the next run: $title', async (kind) => {
    await using shop = await orders(server());
    const bench = await benchOf(shop, kind);
    // In a process like those that are killed: what it has compiled they need not compile.
    await startRun(shop).ended;
    await bench.down();
    const before = await bench.state();
    for (const [index, statement] of chosen(engine, kind, kind.sent.down)) {
      await bench.up();
      await killAt(shop, server, statement, index, 'down');
      const state = await stateOf(shop);
      if (isOne(kind)) expect(state).toMatchObject({ state: 'applied', interrupted: null });
      else expect(state).toMatchObject({ state: 'interrupted', interrupted: { direction: 'down' } });
      await bench.down();
      expect(await bench.state()).toEqual(before);
    }
  });
}

async function killAt(shop: Orders, server: Server, statement: string, index: number, direction: 'up' | 'down') {
  let kill: () => void = () => undefined;
  // Of a backfill the second batch: some of it is done, and some is not.
  const when = at(statement, index % 2 === 0 ? 'after' : 'before', isBackfill(statement) ? 2 : 1);
  await using cut = await startCut(server().port, when, () => kill());
  const run = startRun({ ...shop, owner: cut.url(shop.owner) }, direction);
  kill = run.kill9;
  await expect(run.ended).rejects.toThrow('SIGKILL');
}

function isBackfill(statement: string): boolean {
  return /^UPDATE ["`]/.test(statement);
}

async function stateOf({ fleet, runtime }: Orders) {
  return (await migrateStatus(fleet, runtime)).flatMap(({ migrations }) => migrations)[0];
}
