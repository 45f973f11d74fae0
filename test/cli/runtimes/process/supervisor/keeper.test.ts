import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessRecord } from '../../../../../cli/runtimes/process/record.ts';
import { Child } from '../../../../../cli/runtimes/process/supervisor/child.ts';
import { Guardian } from '../../../../../cli/runtimes/process/supervisor/guardian.ts';
import type { Happening } from '../../../../../cli/runtimes/process/supervisor/journal.ts';
import { Keeper } from '../../../../../cli/runtimes/process/supervisor/keeper.ts';
import { StartFailure } from '../../../../../cli/runtimes/process/supervisor/start-failure.ts';
import { until } from '../../../../../shared/testing/index.ts';

/** Ready, and then alive until it is told to end. */
const GOOD = 'touch "$READY"; while :; do sleep 0.02; done';

let folder: string;
let guardian: Guardian;
let keeper: Keeper;
let script: string;
let events: Happening[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-keeper-'));
  guardian = new Guardian();
  events = [];
  script = GOOD;
});

afterEach(async () => {
  await keeper.stop(true);
  guardian.dismiss();
  await rm(folder, { recursive: true });
});

/** Keeps a shell; `gated` ones count as loaded when they have made the file of that name. */
function keep({ gated = false, readyWithinMs = 10_000 } = {}): Keeper {
  const record = new ProcessRecord(join(folder, 'processes.json'));
  let number = 0;
  const launch = async () => {
    const ready = join(folder, `ready-${++number}`);
    const loaded = join(folder, `loaded-${number}`);
    const child = new Child(
      {
        name: 'shell',
        file: '/bin/sh',
        arguments: ['-c', script],
        folder,
        environment: { PATH: process.env.PATH, READY: ready, LOADED: loaded },
        log: join(folder, 'shell.log'),
        ending: [{ signal: 'SIGTERM', waitMs: 5_000 }],
        channel: false,
      },
      { guardian, record },
    );
    return {
      child,
      open: () => undefined,
      gated,
      loaded: appears(loaded, child),
      untilReady: async (signal: AbortSignal) => {
        while (!existsSync(ready)) await delay(5, undefined, { signal });
        rmSync(ready);
      },
    };
  };
  keeper = new Keeper(
    () => ({ name: 'shell', launch }),
    (event) => events.push(event),
    readyWithinMs,
  );
  return keeper;
}

/** Never settles for a process that ends without. */
async function appears(file: string, child: Child): Promise<void> {
  while (!existsSync(file)) {
    if (!child.alive) return new Promise(() => undefined);
    await delay(5);
  }
}

async function failureOf(work: Promise<void>) {
  const error = await work.catch((thrown) => thrown);
  if (error instanceof StartFailure) return error.failure;
  throw new Error('it did not fail as it should', { cause: error });
}

describe('a keeper', () => {
  it('starts its process and ends it', async () => {
    await keep().start();
    expect([keeper.state, keeper.wanted, typeof keeper.pid]).toEqual(['ready', true, 'number']);
    await keeper.start();
    await keeper.stop(false);
    expect([keeper.state, keeper.wanted, keeper.pid]).toEqual(['idle', false, undefined]);
    expect(events.map(({ type }) => type)).toEqual(['ready']);
  });

  it('tells why a first start failed, with what was printed, and lets it be', async () => {
    script = 'echo looking; echo no such thing >&2; exit 4';
    expect(await failureOf(keep().start())).toEqual({
      name: 'shell',
      reason: 'exited with code 4',
      lines: ['looking', 'no such thing'],
    });
    expect([keeper.state, keeper.restarts]).toEqual(['idle', 1]);
    expect(events).toEqual([{ type: 'exited', name: 'shell', reason: 'exited with code 4', retryInMs: null }]);
  });

  it('tries again when a first start was killed from outside', async () => {
    script = 'kill -9 $$';
    const starting = keep().start();
    await until(() => keeper.restarts === 1);
    script = GOOD;
    await starting;
    expect(keeper.state).toBe('ready');
  });

  it('gives up on a process that does not get ready, and ends it', async () => {
    script = 'echo waiting; while :; do sleep 0.02; done';
    const failure = await failureOf(keep({ readyWithinMs: 300 }).start());
    expect(failure).toMatchObject({ reason: 'was not ready within 0.3 s', lines: ['waiting'] });
    expect([keeper.state, keeper.pid]).toEqual(['idle', undefined]);
  });

  it('starts a crashed one again and again until it is ready', async () => {
    await keep().start();
    script = 'exit 1';
    process.kill(keeper.pid as number, 'SIGKILL');
    await until(() => keeper.restarts >= 3);
    script = GOOD;
    await until(() => keeper.state === 'ready');
    expect(keeper.reason).toBeUndefined();
    expect(events.at(1)).toMatchObject({
      type: 'exited',
      reason: 'was ended by SIGKILL',
      retryInMs: expect.any(Number),
    });
  });

  it('does not come back once it is stopped, whatever it was about to do', async () => {
    await keep().start();
    script = 'exit 1';
    process.kill(keeper.pid as number, 'SIGKILL');
    await until(() => keeper.state === 'waiting');
    await keeper.stop(false);
    expect([keeper.state, keeper.pid]).toEqual(['idle', undefined]);
  });

  it('replaces a process by one that has loaded meanwhile', async () => {
    script = `touch "$LOADED"; ${GOOD}`;
    await keep({ gated: true }).start();
    const first = keeper.pid;
    await keeper.replace();
    expect([keeper.state, keeper.restarts]).toEqual(['ready', 0]);
    expect(keeper.pid).not.toBe(first);
  });

  it('stays with the old process when the new one does not load', async () => {
    await keep({ gated: true }).start();
    const first = keeper.pid;
    script = 'echo bad code; exit 2';
    expect(await failureOf(keeper.replace())).toEqual({
      name: 'shell',
      reason: 'exited with code 2 while it loaded; the old process goes on',
      lines: ['bad code'],
    });
    expect([keeper.state, keeper.pid]).toEqual(['ready', first]);
  });
});
