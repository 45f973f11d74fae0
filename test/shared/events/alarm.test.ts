import { describe, expect, it } from '@jest/globals';
import { Alarm } from '../../../shared/events/index.ts';

const LONG_MS = 60_000;

describe('an alarm', () => {
  it('ends the wait that is going on', async () => {
    const alarm = new Alarm();
    const waiting = alarm.wait(LONG_MS);
    alarm.ring();
    await waiting;
  });

  it('remembers that it was rung before the wait, once', async () => {
    const alarm = new Alarm();
    alarm.ring();
    alarm.ring();
    await alarm.wait(LONG_MS);
    const started = performance.now();
    await alarm.wait(20);
    expect(performance.now() - started).toBeGreaterThanOrEqual(19);
  });
});
