import { describe, expect, it } from '@jest/globals';
import { Consumption } from '../../../shared/app/consumption.ts';
import type { Consumer } from '../../../shared/events/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { readableLog } from '../../support/log.ts';

/** A broker that answers when the test says so. */
function broker(consumers: readonly string[]) {
  const steps: string[] = [];
  const opening = new Map<string, PromiseWithResolvers<Consumer>>();
  const closing = new Map<string, PromiseWithResolvers<void>>();
  const { log, lines } = readableLog();
  const consumption = new Consumption({
    subscriptions: consumers.map((consumer) => ({ consumer, types: [], handle: async () => undefined })),
    subscribe: ({ consumer }, signal) => {
      steps.push(`open ${consumer}`);
      const answer = Promise.withResolvers<Consumer>();
      opening.set(consumer, answer);
      signal.addEventListener('abort', () => {
        if (opening.delete(consumer)) steps.push(`give up ${consumer}`);
        answer.reject(signal.reason);
      });
      return answer.promise;
    },
    log,
  });
  const close = (consumer: string) => {
    steps.push(`close ${consumer}`);
    const answer = Promise.withResolvers<void>();
    closing.set(consumer, answer);
    return answer.promise;
  };
  return {
    consumption,
    steps,
    lines,
    opened(consumer: string) {
      opening.get(consumer)?.resolve({ close: () => close(consumer) });
      opening.delete(consumer);
    },
    closed: (consumer: string) => closing.get(consumer)?.resolve(),
    failed: (consumer: string) => closing.get(consumer)?.reject(new Error('away')),
  };
}

describe('what a service consumes', () => {
  it('stands once all of it does, and has ended once nothing is in hand any more', async () => {
    const { consumption, opened, closed } = broker(['a', 'b']);
    const open = consumption.want(true);
    opened('a');
    await until(() => consumption.missing.length === 1);
    expect([consumption.missing, consumption.isConsuming]).toEqual([['b'], false]);
    opened('b');
    await open;
    expect([consumption.missing, consumption.isConsuming]).toEqual([[], true]);

    const close = consumption.want(false);
    closed('a');
    await until(() => consumption.isConsuming);
    expect([consumption.missing, consumption.isConsuming]).toEqual([[], true]);
    closed('b');
    await close;
    expect(consumption.isConsuming).toBe(false);
  });

  it('is given up where its broker is away', async () => {
    const { consumption, steps, opened, closed, lines } = broker(['a', 'b']);
    void consumption.want(true);
    opened('a');
    await until(() => consumption.missing.length === 1);
    const end = consumption.want(false);
    await until(() => steps.includes('close a'));
    closed('a');
    await end;
    expect(steps).toEqual(['open a', 'open b', 'give up b', 'close a']);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('changes in order, and of changes that come meanwhile the last one counts', async () => {
    const { consumption, steps, opened, closed } = broker(['a']);
    void consumption.want(true);
    opened('a');
    await until(() => consumption.isConsuming);
    for (const isWanted of [false, true, false, true]) void consumption.want(isWanted);
    // What is being closed is none that stands.
    expect(consumption.isConsuming).toBe(false);
    closed('a');
    await until(() => steps.length === 3);
    opened('a');
    await until(() => consumption.isConsuming);
    for (const isWanted of [false, true, false]) void consumption.want(isWanted);
    closed('a');
    await consumption.want(false);
    expect(steps).toEqual(['open a', 'close a', 'open a', 'close a']);
    expect(consumption.isConsuming).toBe(false);
  });

  it('begins anew where it was given up and is wanted again', async () => {
    const { consumption, steps, opened } = broker(['a']);
    void consumption.want(true);
    void consumption.want(false);
    const open = consumption.want(true);
    await until(() => steps.length === 3);
    opened('a');
    await open;
    expect(steps).toEqual(['open a', 'give up a', 'open a']);
    expect(consumption.isConsuming).toBe(true);
  });

  it('ends for good with its service', async () => {
    const { consumption, steps, opened, failed, lines } = broker(['a']);
    void consumption.want(true);
    opened('a');
    await until(() => consumption.isConsuming);
    const end = consumption.end();
    void consumption.want(true);
    failed('a');
    await end;
    expect([steps, consumption.isConsuming]).toEqual([['open a', 'close a'], false]);
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'a consumer could not be closed in order' }));
  });
});
