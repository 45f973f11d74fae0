import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { onOneReplica } from '../../../shared/app/on-one-replica.ts';

const MINUTE = 60_000;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** A service whose relay leads or not, as its test says, and a task that counts. */
function replica(leads?: { of: string }, name = '') {
  const app: FastifyInstance = fastify();
  const isLeading = {
    get leads() {
      return leads?.of === name;
    },
  };
  if (leads) app.decorate('relay', isLeading as FastifyInstance['relay']);
  const work = jest.fn(async () => undefined);
  onOneReplica(app, { what: 'count', firstMs: 2_000, everyMs: 5 * MINUTE, work });
  return { app, work };
}

describe('what is to be done now and then', () => {
  it('is done by one replica, and by another once that one has gone', async () => {
    const leader = { of: 'one' };
    const [one, two] = [replica(leader, 'one'), replica(leader, 'two')];
    await jest.advanceTimersByTimeAsync(11 * MINUTE);
    expect([one.work.mock.calls.length, two.work.mock.calls.length]).toEqual([3, 0]);
    leader.of = 'two';
    await jest.advanceTimersByTimeAsync(11 * MINUTE);
    expect([one.work.mock.calls.length, two.work.mock.calls.length]).toEqual([3, 3]);
    await Promise.all([one.app.close(), two.app.close()]);
  });

  it('is done by each where there is no outbox, whatever became of it before, and no more once the service ends', async () => {
    const { app, work } = replica();
    work.mockRejectedValueOnce(new Error('the disk is away'));
    await jest.advanceTimersByTimeAsync(6 * MINUTE);
    expect(work).toHaveBeenCalledTimes(2);
    await app.close();
    await jest.advanceTimersByTimeAsync(20 * MINUTE);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
