import { describe, expect, it } from '@jest/globals';
import type { Readiness } from '../../../../../cli/runtimes/readiness.ts';
import type { ObservedService } from '../../../../../cli/runtimes/swarm/observe.ts';
import { conditionOf } from '../../../../../cli/runtimes/swarm/stage/condition.ts';
import { node, service, task } from '../support/observed.ts';

const nodes = [node('1'), node('2'), node('3', false)];
const ready: Readiness = { accepting: true, health: 'ready', role: 'standby', consuming: false };
const live: Readiness = { ...ready, role: 'live', consuming: true };
const unready: Readiness = { ...ready, accepting: false, health: 'degraded', reason: 'database' };
const silent: Readiness = { accepting: false, health: 'down', reason: 'no answer' };

/** @param answers of its tasks, by their nodes */
const condition = (of: ObservedService | undefined, answers: Record<string, Readiness>, reached = 2) =>
  conditionOf(
    of,
    { nodes },
    {
      task: async ({ node: at = '' }) => answers[at] ?? silent,
      reached: async () => reached,
    },
  );

describe('how a service does in one of its places', () => {
  it('is ready once all of its tasks are, and every edge reaches them', async () => {
    const two = service();
    expect(await condition(two, { 1: ready, 2: ready })).toEqual({ ready: true, role: 'standby', consuming: false });
    expect(await condition(two, { 1: ready, 2: unready })).toMatchObject({
      ready: false,
      reason: '1 of 2 are not ready: database',
    });
    expect(await condition(two, { 1: ready, 2: ready }, 0)).toMatchObject({
      ready: false,
      reason: 'an edge does not reach it yet',
    });
  });

  it('is not while some of those that are wanted do not run, or only on a node that is away', async () => {
    const one = [task('1'), task('2', { state: 'pending', error: 'no suitable node' })];
    expect(await condition(service({ tasks: one }), { 1: ready })).toMatchObject({
      ready: false,
      reason: '1 of 2 run; no suitable node',
    });
    expect(await condition(service({ tasks: [task('1'), task('3')] }), { 1: ready, 3: ready })).toMatchObject({
      ready: false,
      reason: '1 of 2 run',
    });
    expect(await condition(service({ replicas: 0, tasks: [] }), {})).toMatchObject({ reason: 'it is scaled to 0' });
    expect(await condition(undefined, {})).toMatchObject({ ready: false });
  });

  it('does not ask those who are about to end, or are of what was before', async () => {
    const tasks = [task('1'), task('2'), task('1', { isWanted: false }), task('2', { fingerprint: 'before' })];
    const asked: string[] = [];
    await conditionOf(
      service({ tasks }),
      { nodes },
      {
        task: async ({ id }) => {
          asked.push(id);
          return ready;
        },
        reached: async () => 2,
      },
    );
    expect(asked).toEqual(['task-1', 'task-2']);
  });

  it('has ended once its tasks have failed twice and none runs', async () => {
    const failed = (exitCode: number, second: number) =>
      task('1', { state: 'failed', isWanted: false, exitCode, createdAt: `2026-01-01T00:00:0${second}Z` });
    const ends = [failed(1, 1), failed(3, 2)];
    expect(await condition(service({ tasks: [...ends, task('1', { state: 'starting' })] }), {})).toMatchObject({
      ready: false,
      ended: 'ended 2 times, last with 3',
    });
    expect((await condition(service({ tasks: [...ends, task('1'), task('2')] }), { 1: ready, 2: ready })).ready).toBe(
      true,
    );
  });

  it.each([
    ['all of them do', { 1: live, 2: live }, 'live', true],
    ['one still begins to take events', { 1: live, 2: { ...live, consuming: false } }, 'live', false],
    ['all of them are at rest', { 1: ready, 2: ready }, 'standby', false],
    ['one still ends what it has in hand', { 1: ready, 2: { ...ready, consuming: true } }, 'standby', true],
  ])('has a role as soon as all of its tasks have it: %s', async (_, answers, role, consuming) => {
    expect(await condition(service(), answers)).toMatchObject({ role, consuming });
  });

  it.each([
    ['they differ', { 1: ready, 2: live }],
    ['one does not say', { 1: ready, 2: silent }],
  ])('has none that anybody waits for where %s', async (_, answers) => {
    const { role, consuming } = await condition(service(), answers);
    // Whoever waits for standby waits for { standby, false }, whoever waits for live for { live, true }.
    expect([role, consuming]).toEqual(['live', false]);
  });

  it('tells of none where its version knows of none', async () => {
    const old = { accepting: true, health: 'ready' } as const;
    expect(await condition(service(), { 1: old, 2: old })).toEqual({ ready: true });
  });
});
