import { createLogger } from '@aurora/shared/logging';
import { until } from '@aurora/shared/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ChangeFeed } from '../src/generated/changes/feed.ts';
import { preferredWait } from '../src/generated/changes/prefer.ts';
import type { Revisions } from '../src/generated/changes/revisions.ts';

const log = createLogger({ service: 'test', version: '0', level: 'error' });
const never = new AbortController().signal;

function counting() {
  let registry = 0;
  const look = jest.fn(async (): Promise<Revisions> => new Map([['registry', String(registry)]]));
  return { look, change: () => void registry++, feed: new ChangeFeed(look, log) };
}

afterEach(() => void jest.useRealTimers());

describe('the feed of changes', () => {
  it('looks only while somebody waits, once for all', async () => {
    const { feed, look, change } = counting();
    expect(look).not.toHaveBeenCalled();
    const all = Promise.all([1, 2, 3].map(() => feed.past('registry', '0', never)));
    await until(() => look.mock.calls.length === 1);
    change();
    feed.nudge();
    await all;
    const looks = look.mock.calls.length;
    feed.nudge();
    expect(look).toHaveBeenCalledTimes(looks);
    expect(feed.waiting).toBe(0);
  });

  it('misses no change made while it looks', async () => {
    // So no later look makes up for it.
    jest.useFakeTimers();
    const { feed, look, change } = counting();
    const before = await look();
    const { promise: looked, resolve: finish } = Promise.withResolvers<Revisions>();
    look.mockImplementationOnce(() => looked);
    const past = feed.past('registry', '0', never);
    feed.nudge();
    change();
    feed.nudge();
    finish(before);
    await past;
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('goes on when it cannot look', async () => {
    const { feed, look, change } = counting();
    look.mockRejectedValueOnce(new Error('the database is away'));
    const past = feed.past('registry', '0', never);
    feed.nudge();
    change();
    await past;
  });

  it('wakes whoever gives up, and all when it closes', async () => {
    const { feed } = counting();
    const leaving = new AbortController();
    const one = feed.past('registry', '0', leaving.signal);
    const two = feed.past('registry', '0', never);
    leaving.abort();
    await one;
    expect(feed.waiting).toBe(1);
    feed.close();
    await two;
    expect([feed.waiting, feed.open]).toEqual([0, false]);
    await feed.past('registry', '0', never);
  });
});

describe('the preferred wait', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['wait=30', 30],
    ['respond-async, wait=5', 5],
    ['Wait = "7"; x', 7],
    ['wait=86400', 60],
    ['wait=-1', 0],
    ['wait=1.5', 0],
    ['await=30', 0],
    ['wait=30s', 0],
  ])('of %j is %i s', (prefer, seconds) => {
    expect(preferredWait(prefer)).toBe(seconds);
  });
});
