import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { layoutOf } from '../../../cli/runtimes/layout.ts';
import { Control } from '../../../cli/runtimes/process/control/client.ts';
import type { Contest, Row } from '../contest.ts';
import { benchFleet } from '../fleet.ts';
import { start } from '../peers/start.ts';

const BARE = join(import.meta.dirname, '../peers/bare-service.ts');
const SERVICE = 'order-service';
/** The supervisor gets ready for the next save meanwhile, which must not disturb the peer. */
const PAUSE_MS = 1_500;

export const restartOne: Row = {
  name: 'restart one',
  measured: '`aurora up --watch`: a file saved to its service ready, over one bare process with the same libraries',
  unit: 'ms',
  goal: 1.2,
  rounds: 7,
  finding:
    'On a busier machine, of 310 ms beside 310: 35 until the saving has settled, 50 to load the code of the service, the rest having been loaded before ' +
    'by a process at hand, 30 for the old one to drain, 160 from the open gate: settings, registry, routes and the first ' +
    'connections to database and broker.',
  settings:
    'A domain service of a running fleet of five on the process runtime, saved again and again with pauses between; the moment ' +
    'is that of its `ready` event',
  open,
};

async function open(): Promise<Contest> {
  const stack = new AsyncDisposableStack();
  try {
    const fleet = stack.use(await benchFleet());
    await fleet.aurora('up', '-d', '--watch');
    const untilReady = follow(fleet.folder, stack);
    return {
      contenders: [
        {
          name: 'aurora up --watch',
          async measure() {
            const ready = untilReady(SERVICE);
            const began = performance.now();
            await appendFile(join(fleet.folder, 'services', SERVICE, 'src/main.ts'), '\n');
            await ready;
            const took = performance.now() - began;
            await delay(PAUSE_MS);
            return took;
          },
        },
        {
          name: 'one bare process',
          async measure() {
            const began = performance.now();
            await using _ = await start(BARE, {});
            return performance.now() - began;
          },
        },
      ],
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Listens to a fleet; the result resolves when a service is ready from now on, and rejects when it is refused. */
function follow(folder: string, stack: AsyncDisposableStack): (name: string) => Promise<void> {
  const control = Control.find(layoutOf(folder).control);
  if (control === null) throw new Error(`no fleet runs in ${folder}`);
  const leaving = stack.adopt(new AbortController(), (controller) => controller.abort());
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  void control.follow(
    (event) => {
      if (event.type === 'ready') waiting.get(event.name)?.resolve();
      if (event.type === 'refused') waiting.get(event.failure.name)?.reject(new Error(event.failure.reason));
    },
    () => undefined,
    leaving.signal,
  );
  return (name) => {
    const ready = Promise.withResolvers<void>();
    waiting.set(name, ready);
    return ready.promise;
  };
}
