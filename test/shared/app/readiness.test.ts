import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Readiness } from '../../../shared/app/readiness.ts';

const down = async () => {
  throw new Error('connect ECONNREFUSED postgres://app:s3cret@127.0.0.1:5432/things\nsecond line');
};

describe('readiness', () => {
  let now: number;
  let readiness: Readiness;
  let database: () => Promise<unknown>;
  let broker: () => Promise<unknown>;
  beforeEach(() => {
    now = Date.UTC(2030, 0);
    database = broker = async () => undefined;
    readiness = new Readiness(() => now);
    readiness.add({ name: 'database', critical: true, check: () => database() });
    readiness.add({ name: 'broker', critical: false, check: () => broker() });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** A second later, when nobody shares the last answer any more. */
  const later = () => {
    now += 1_000;
    return readiness.report();
  };

  it('is there when all answers, with a latency for each', async () => {
    broker = async () => ({ queues: 2 });
    const common = { status: 'up', latencyMs: expect.any(Number), since: '2030-01-01T00:00:00.000Z' };
    expect(await readiness.report()).toEqual({
      status: 'ready',
      dependencies: [
        { name: 'database', critical: true, ...common },
        { name: 'broker', critical: false, ...common, detail: { queues: 2 } },
      ],
    });
  });

  it('is starting until it has been of use for the first time', async () => {
    database = down;
    expect(await later()).toMatchObject({ status: 'starting' });
    expect(await readiness.hasStarted()).toBe(false);
    database = async () => undefined;
    broker = down;
    expect(await later()).toMatchObject({ status: 'degraded' });
    expect(await readiness.hasStarted()).toBe(true);
    database = down;
    expect(await later()).toMatchObject({ status: 'down' });
  });

  it('is degraded without what is not critical, gone without what is', async () => {
    broker = down;
    expect(await later()).toMatchObject({ status: 'degraded' });
    database = down;
    expect(await later()).toMatchObject({ status: 'down' });
  });

  it('says why in one line without secrets', async () => {
    database = down;
    const { dependencies } = await later();
    expect(dependencies[0]?.lastError).toBe('connect ECONNREFUSED postgres://app:[redacted]@127.0.0.1:5432/things');
  });

  it('says since when, and what the last trouble was after it has passed', async () => {
    await later();
    database = down;
    const [first, second] = [await later(), await later()];
    expect(second.dependencies[0]?.since).toBe(first.dependencies[0]?.since);
    expect(first.dependencies[0]?.since).toBe('2030-01-01T00:00:02.000Z');
    database = async () => undefined;
    expect((await later()).dependencies[0]).toMatchObject({
      status: 'up',
      since: '2030-01-01T00:00:04.000Z',
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('says since when it has been gone the same to all who ask while it hangs', async () => {
    await later();
    database = () => new Promise(() => {});
    jest.useFakeTimers();
    const since: (string | undefined)[] = [];
    for (let look = 0; look < 6; look++) {
      now += 300;
      void readiness.report().then(({ dependencies }) => since.push(dependencies[0]?.since));
      await jest.advanceTimersByTimeAsync(300);
    }
    await jest.advanceTimersByTimeAsync(1_000);
    expect(since).toHaveLength(6);
    expect(new Set(since).size).toBe(1);
  });

  it('waits a second for an answer, not longer', async () => {
    database = () => new Promise(() => {});
    jest.useFakeTimers();
    const report = readiness.report();
    await jest.advanceTimersByTimeAsync(1_001);
    expect(await report).toMatchObject({
      status: 'starting',
      dependencies: [{ lastError: 'no answer within 1000 ms' }, {}],
    });
  });

  it('does not ask again what has not answered yet, until that is lost', async () => {
    await later();
    const look = jest.fn(() => new Promise<void>(() => {}));
    database = look;
    jest.useFakeTimers();
    for (const seconds of [2, 2, 2, 2]) {
      const report = later();
      await jest.advanceTimersByTimeAsync(seconds * 1_000);
      expect(await report).toMatchObject({ status: 'down' });
    }
    expect(look).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(2_000);
    void later();
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('tells whoever does not wait what each said last', async () => {
    await later();
    database = () => new Promise(() => {});
    now += 1_000;
    jest.useFakeTimers();
    const report = readiness.reportWithin(500);
    await jest.advanceTimersByTimeAsync(501);
    expect(await report).toMatchObject({
      status: 'ready',
      dependencies: [
        { name: 'database', status: 'up' },
        { name: 'broker', status: 'up' },
      ],
    });
  });

  it('looks once for all who ask at the same time', async () => {
    const look = jest.fn(async () => undefined);
    database = look;
    await Promise.all(Array.from({ length: 50 }, () => readiness.report()));
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('is gone while draining, whatever the rest says', async () => {
    readiness.draining = true;
    expect(await later()).toMatchObject({ status: 'draining' });
  });
});
