import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Snapshot } from '../../../cli/dashboard/api.ts';
import type { RealFleet } from '../../support/real-fleet.ts';
import { Visitor } from '../../support/visitor.ts';

/** `aurora dashboard` beside a fleet, and a page that has it open. */
export interface OpenDashboard extends AsyncDisposable {
  readonly page: Visitor;
  /**
   * The first snapshot that is so, and how long it took from the call on.
   * @param act what makes it so, once the page is told how the fleet is
   */
  shows(isSo: (snapshot: Snapshot) => boolean, act?: () => unknown): Promise<{ snapshot: Snapshot; ms: number }>;
  /** As Ctrl-C does; its exit code. */
  interrupt(): Promise<number | null>;
}

export async function openDashboard({ clone }: RealFleet): Promise<OpenDashboard> {
  const child = spawn(process.execPath, [join(clone.root, 'bin/run.js'), 'dashboard', '--json'], {
    cwd: clone.root,
    env: { ...process.env, ...clone.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  await using starting = new AsyncDisposableStack();
  starting.defer(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: line = '{}' } = await lines.next();
  const page = await Visitor.enter(JSON.parse(line).url);
  const running = starting.move();
  return {
    page,
    async shows(isSo, act) {
      let from: number | undefined;
      for await (const [, data] of page.events('/api/stream')) {
        const snapshot = data as Snapshot;
        if (from !== undefined && isSo(snapshot)) return { snapshot, ms: Math.round(performance.now() - from) };
        if (from === undefined) {
          from = performance.now();
          await act?.();
        }
      }
      throw new Error('the dashboard has ended');
    },
    async interrupt() {
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
