import { expect, it } from '@jest/globals';
import type { StartedMariadb, StartedPostgres } from '../../../../shared/testing/index.ts';
import { LONG } from '../../../support/long.ts';
import { benchOf } from './bench.ts';
import { type Cut, nth, startCut } from './cut.ts';
import { type EngineName, type Kind, kindsOn } from './kinds.ts';
import { type Orders, orders } from './orders.ts';

type Server = () => StartedPostgres | StartedMariadb;

/** Each kind of migration is cut off before whatever it sends on its way up. */
export function healsOnItsWayUp(engine: EngineName, server: Server): void {
  it.each(kindsOn(engine))('is finished by the next run, or taken back: $title', async (kind) => {
    await using shop = await orders(server());
    const { bench, whole, before } = await undisturbed(shop, kind);
    await bench.down();
    const cuts = await cutEverywhere(server().port, async (cut, n) => {
      const isUp = await succeeds(bench.up(cut.url(shop.owner)));
      if (n % 2 === 1 || !kind.isTakenBack) {
        if (!isUp) await bench.up();
        expect(await bench.state()).toEqual(whole);
      }
      await bench.down();
      expect(await bench.state()).toEqual(before);
    });
    expect(cuts).toBeGreaterThan(kind.sent.up.length);
  });
}

/** And on its way down. */
export function healsOnItsWayDown(engine: EngineName, server: Server): void {
  it.each(kindsOn(engine))('is finished by the next run, or comes up again: $title', async (kind) => {
    await using shop = await orders(server());
    const { bench, whole, before } = await undisturbed(shop, kind);
    const cuts = await cutEverywhere(server().port, async (cut, n) => {
      const isDown = await succeeds(bench.down(cut.url(shop.owner)));
      if (n % 2 === 0) {
        if (!isDown) await bench.down();
        expect(await bench.state()).toEqual(before);
      }
      await bench.up();
      expect(await bench.state()).toEqual(whole);
    });
    expect(cuts).toBeGreaterThan(kind.sent.down.length);
  });
}

/** What a migration makes of the database where nobody kills it; it is applied. */
async function undisturbed(shop: Orders, kind: Kind) {
  const bench = await benchOf(shop, kind);
  await bench.up();
  const whole = await bench.state();
  await bench.down();
  const before = await bench.state();
  await bench.up();
  expect(await bench.state()).toEqual(whole);
  return { bench, whole, before };
}

/** Odd, so that both of what follows a cut come in turn. */
const STRIDE = LONG ? 1 : 3;

/** Cuts at the first, the next, … until nothing is left that could be cut off. */
async function cutEverywhere(port: number, work: (cut: Cut, n: number) => Promise<void>): Promise<number> {
  for (let n = 1; ; n += STRIDE) {
    await using cut = await startCut(port, nth(n));
    await work(cut, n);
    if (!cut.isCut()) return n - 1;
  }
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
