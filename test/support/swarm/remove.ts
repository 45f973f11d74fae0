import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processesIn, processesOf, takeUp, type Wires, wiresOf } from './network.ts';

const PATIENCE_MS = 20_000;

/** Takes everything of a test swarm away: containers, engines, registry, networks, folder; whatever is left of it. */
export async function removeSwarm(
  folder: string,
  number: number,
  count: number,
  registry: number | undefined,
): Promise<void> {
  const wires = wiresOf(number, count);
  await Promise.all(wires.hosts.map((host) => endHost(join(folder, host.name, 'data'), host)));
  if (registry !== undefined) signal([registry], 'SIGKILL');
  await takeUp(wires);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** An engine that ends takes its containers along; what it leaves is killed. */
async function endHost(dataRoot: string, { name }: Wires['hosts'][number]): Promise<void> {
  const left = async () => [...(await processesOf(name).catch(() => [])), ...processesIn(dataRoot)];
  signal(await processesOf(name).catch(() => []), 'SIGTERM');
  const deadline = Date.now() + PATIENCE_MS;
  while ((await left()).length > 0) {
    if (Date.now() > deadline) signal(await left(), 'SIGKILL');
    await delay(200);
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}
