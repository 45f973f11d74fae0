import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { folderOf, identityOf } from '../../identity.ts';
import { logFile } from '../../layout.ts';
import type { PostgresSpec } from '../control/protocol.ts';
import { ENDING_OF_POSTGRES, endGroup, untilGone } from '../process-group.ts';
import { Child } from './child.ts';
import type { Recipe } from './launched.ts';
import type { Surroundings } from './service.ts';

export const POSTGRES = 'postgres';

const LOOK_EVERY_MS = 10;

/** How the embedded PostgreSQL is begun. */
export function postgresRecipe(spec: PostgresSpec, surroundings: Surroundings): Recipe {
  const { data, native, account } = spec.home;
  const lock = join(data, 'postmaster.pid');
  return {
    name: POSTGRES,
    async launch() {
      if (!existsSync(data)) await (await import('../postgres/initialise.ts')).initialise(spec.home);
      await clear(lock, data);
      const child = new Child(
        {
          name: POSTGRES,
          file: join(native, 'bin', 'postgres'),
          arguments: ['-D', data, ...Object.entries(spec.settings).map(([name, value]) => `--${name}=${value}`)],
          folder: data,
          environment: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
          user: account ?? undefined,
          log: logFile(surroundings.layout.logs, POSTGRES),
          ending: ENDING_OF_POSTGRES,
          channel: false,
        },
        surroundings,
      );
      return {
        child,
        open: () => undefined,
        untilReady: (signal) => untilReady(lock, child.pid, signal),
        gated: false,
        loaded: Promise.resolve(),
      };
    },
  };
}

/**
 * A server that was killed leaves its lock file, and the next one refuses to start if any process has that number by now.
 * Whoever runs on this data is ended; the file of one that is gone is removed.
 */
async function clear(lock: string, data: string): Promise<void> {
  const pid = readLock(lock)?.pid;
  if (pid === undefined) return;
  const identity = identityOf(pid);
  if (identity !== null && folderOf(pid) === data) await endGroup(pid, ENDING_OF_POSTGRES, untilGone(pid, identity));
  else rmSync(lock, { force: true });
}

async function untilReady(lock: string, pid: number | undefined, signal: AbortSignal): Promise<void> {
  for (;;) {
    const found = readLock(lock);
    if (found?.pid === pid && found?.status === 'ready') return;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** The first line is the process, the eighth what it is doing (PostgreSQL's src/include/utils/pidfile.h). */
function readLock(lock: string): { pid: number; status: string | undefined } | undefined {
  try {
    const lines = readFileSync(lock, 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, status: lines[7]?.trim() } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
