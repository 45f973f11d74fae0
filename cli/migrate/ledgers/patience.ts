import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../engines/contract.ts';
import type { Pace } from '../pace.ts';
import type { Engine } from './engine.ts';

/** Somebody held a lock for longer than was waited. */
export class LockedOut extends Error {
  readonly holders: readonly string[];

  constructor(tries: number, lockTimeoutMs: number, holders: readonly string[], cause: unknown) {
    super(`It did not get a lock that it needs, ${tries} times within ${lockTimeoutMs / 1000} s each.`, { cause });
    this.holders = holders;
  }
}

/** Does some work, which undoes itself if it fails, again where a lock was in the way. */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Others queue up behind a statement that waits for a lock: it waits for a short time, leaves them through, and comes again.
 * @param observer asks the server who holds the lock while the statement waits for it
 */
export function patience(
  engine: Engine,
  pace: Pace,
  observer: Pick<Client, 'blockers'>,
  onWait: (holder: string) => void,
): Patience {
  let connection: Promise<number> | undefined;
  return async (work) => {
    connection ??= engine.connectionId();
    const asks = { connection: await connection, observer, lockTimeoutMs: pace.lockTimeoutMs, onWait };
    for (let tries = 1; ; tries++) {
      const watch = watchBlockers(asks);
      try {
        return await work();
      } catch (error) {
        if (!engine.isLockedOut(error)) throw error;
        if (tries > pace.lockRetries) throw new LockedOut(tries, pace.lockTimeoutMs, await watch.end(), error);
      } finally {
        await watch.end();
      }
      // Between a half and one and a half times as long as it has waited: who collided once should not again.
      await pause(pace.lockTimeoutMs * (0.5 + Math.random()));
    }
  };
}

interface Asks {
  readonly connection: number;
  readonly observer: Pick<Client, 'blockers'>;
  readonly lockTimeoutMs: number;
  readonly onWait: (holder: string) => void;
}

/** Looks in the midst of each time that a lock may be waited for. */
function watchBlockers({ connection, observer, lockTimeoutMs, onWait }: Asks): { end(): Promise<readonly string[]> } {
  let holders: readonly string[] = [];
  let asked: Promise<void> = Promise.resolve();
  const ask = async () => {
    const found = await observer.blockers(connection);
    if (found.length === 0) return;
    if (found[0] !== holders[0]) onWait(found[0] as string);
    holders = found;
  };
  const timer = setInterval(() => {
    // Where the observer's connection is lost, nobody is named.
    asked = ask().catch(() => undefined);
  }, lockTimeoutMs / 2);
  return {
    async end() {
      clearInterval(timer);
      await asked;
      return holders;
    },
  };
}
