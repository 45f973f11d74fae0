import { describe, expect, it } from '@jest/globals';
import { execute } from '../../../cli/deploy/execute.ts';
import { type DeployRecord, isOpen } from '../../../cli/deploy/record.ts';
import { undo } from '../../../cli/deploy/undo.ts';
import { randomFrom } from '../../../cli/load/random.ts';
import { LONG } from '../../support/long.ts';
import { deploymentOf, journalIn, newDeploy, type Scene } from './support/deploys.ts';
import { type Fate, Killed, World } from './support/world.ts';

const RUNS = LONG ? 5_000 : 400;
const ALL = ['config', 'order', 'item', 'gateway'];

/** Runs work until it ends by itself; true: it was killed before that. */
async function wasKilled(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    return error instanceof Killed;
  }
}

/** Kills a deploy, then whatever heals it, again and again; what is done in the end is `resume` or `abort`, whole. */
async function ordeal(
  seed: number,
  fate: Fate,
): Promise<{ set: Scene; record: DeployRecord; healedBy: 'itself' | 'resume' | 'abort' }> {
  const random = randomFrom(seed);
  const world = new World(ALL.slice(0, 1 + Math.floor(random() * ALL.length)), fate);
  const set = { world, journal: journalIn(world) };
  const begun = await newDeploy(set, { canary: random() < 0.3 ? [5, 25] : [] });
  set.journal.write(begun);
  let healedBy: 'itself' | 'resume' | 'abort' = 'itself';
  let left = 1 + Math.floor(random() * 3);
  world.killIn = Math.floor(random() * 400);
  for (let isFirst = true; ; isFirst = false) {
    const record = set.journal.read(begun.id);
    if (!isOpen(record)) return { set, record, healedBy };
    if (!isFirst) healedBy = random() < 0.5 ? 'resume' : 'abort';
    const deployment = deploymentOf(set, record);
    const killed = await wasKilled(() => (healedBy === 'abort' ? undo(deployment) : execute(deployment)));
    if (killed) left--;
    world.killIn = left > 0 ? Math.floor(random() * 300) : undefined;
  }
}

function requireWhole({ world }: Scene, record: DeployRecord): void {
  const version = record.state === 'done' ? 'new' : 'old';
  for (const { service, from, to } of record.services) {
    const [live, idle] = record.state === 'done' ? [to.colour, from.colour] : [from.colour, to.colour];
    expect([service, world.version(service), world.liveColour(service)]).toEqual([service, version, live]);
    expect([service, world.role(service, live)]).toEqual([service, 'live']);
    // What is warm takes no events; of what was undone nothing stands any more.
    expect([service, world.role(service, idle)]).toEqual([service, record.state === 'done' ? 'standby' : undefined]);
    expect([service, world.weightOf(service)]).toEqual([service, 0]);
  }
}

describe('a deploy that is killed at any act', () => {
  it(`loses no request, and is healed by resume or abort, ${RUNS} times`, async () => {
    const ends = { itself: 0, resume: 0, abort: 0, done: 0, undone: 0 };
    for (let seed = 1; seed <= RUNS; seed++) {
      const { set, record, healedBy } = await ordeal(seed, {});
      try {
        expect(set.world.lost).toEqual([]);
        expect(set.world.doubled).toEqual([]);
        requireWhole(set, record);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`);
      }
      ends[healedBy]++;
      if (record.state === 'done' || record.state === 'undone') ends[record.state]++;
    }
    // All of them come up, or nothing was tried here.
    for (const count of Object.values(ends)) expect(count).toBeGreaterThan(RUNS / 40);
  });

  it.each<[string, Fate]>([
    ['is never ready', { neverReady: 'config' }],
    ['fails its requests once it has some', { failing: 'config' }],
    ['brings a migration that fails', { migrationFails: 'config' }],
  ])('leaves the versions of before serving where the new one %s', async (_what, fate) => {
    for (let seed = 1; seed <= RUNS / 10; seed++) {
      const { set, record } = await ordeal(seed, fate);
      expect([seed, set.world.lost, record.state]).toEqual([seed, [], 'undone']);
      requireWhole(set, record);
    }
  });
});
