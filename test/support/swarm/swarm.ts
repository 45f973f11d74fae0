import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../../shared/testing/index.ts';
import { type StartedEngine, startEngine } from './engines.ts';
import { freeNumber, lay, plug, processesIn, processesOf, wiresOf } from './network.ts';
import { type OpenRegistry, startOpenRegistry } from './registry.ts';

export interface TestSwarm extends AsyncDisposable {
  readonly engines: readonly StartedEngine[];
  readonly registry: OpenRegistry;
  /** Cuts a host off from all others, until it is plugged in again. */
  cut(index: number): Promise<void>;
  join(index: number): Promise<void>;
  /** Kills an engine and all that it runs at once, as a cut of power would. */
  kill(index: number): Promise<void>;
}

/**
 * Engines of their own, each on a host of its own, all managers of one swarm, and a registry that they reach. The kernel knows one
 * machine: figures of hosts are those of its cores, shared. All of it goes with this process, however that ends.
 */
export async function startSwarm(count: number): Promise<TestSwarm> {
  // Layers of images lie on overlays, which not every folder in memory bears.
  const folder = await mkdtemp('/var/tmp/aurora-swarm-');
  const number = await freeNumber();
  const wires = wiresOf(number, count);
  await lay(wires);
  const registry = await startOpenRegistry(folder, wires.gateway);
  const guard = guarded(folder, number, count, registry.pid);
  try {
    const engines = await Promise.all(wires.hosts.map((host) => startEngine(folder, host, registry.host)));
    await unite(engines);
    return {
      engines,
      registry,
      cut: (index) => plug(hostAt(engines, index), false),
      join: (index) => plug(hostAt(engines, index), true),
      async kill(index) {
        const engine = engines[index] as StartedEngine;
        const pids = [...(await processesOf(engine.host.name)), ...processesIn(engine.dataRoot)];
        for (const pid of pids) process.kill(pid, 'SIGKILL');
      },
      [Symbol.asyncDispose]: guard,
    };
  } catch (error) {
    await guard();
    throw error;
  }
}

function hostAt(engines: readonly StartedEngine[], index: number) {
  return (engines[index] as StartedEngine).host;
}

async function unite(engines: readonly StartedEngine[]): Promise<void> {
  const [first, ...others] = engines as [StartedEngine, ...StartedEngine[]];
  const listening = ({ host }: StartedEngine) => ({
    ListenAddr: `${host.address}:2377`,
    AdvertiseAddr: host.address,
    DataPathAddr: host.address,
  });
  await first.docker.swarmInit(listening(first));
  const { JoinTokens } = (await first.docker.swarmInspect()) as { JoinTokens: { Manager: string } };
  for (const engine of others) {
    await engine.docker.swarmJoin({
      ...listening(engine),
      RemoteAddrs: [`${first.host.address}:2377`],
      JoinToken: JoinTokens.Manager,
    });
  }
  await until(async () => {
    const nodes = (await first.docker.listNodes()) as { Status: { State: string } }[];
    return nodes.length === engines.length && nodes.every(({ Status }) => Status.State === 'ready');
  });
}

/** What is returned takes everything away. So does the end of this process. */
function guarded(folder: string, number: number, count: number, registry: number): () => Promise<void> {
  const args = [join(import.meta.dirname, 'guard-program.ts'), folder, ...[number, count, registry].map(String)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  child.unref();
  const ended = once(child, 'exit');
  return async () => {
    child.ref();
    child.stdin.end();
    const [code] = await ended;
    if (code !== 0) throw new Error(`some of the test swarm in ${folder} is still there`);
  };
}
