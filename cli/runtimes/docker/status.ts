import type { ContainerInspectInfo } from 'dockerode';
import type { Fleet } from '../../config/model.ts';
import type { Colour } from '../colours.ts';
import type { FleetStatus, Health, InfrastructureStatus, InstanceStatus, ServiceStatus } from '../contract.ts';
import { assignPorts } from '../ports/assign.ts';
import { type Readiness, readiness } from '../readiness.ts';
import { inspectContainer } from './containers/inspect.ts';
import { FIRST_COLOUR } from './edge/colours.ts';
import { type Engine, isLost } from './engine.ts';
import { liveOf } from './live.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';
import { usageOf, withUsage } from './usage.ts';

/** The fleet, if there is an engine and it has one. */
export async function observe(
  engine: Engine,
  fleet: Fleet,
  options?: { readonly usage: boolean },
): Promise<FleetStatus | null> {
  try {
    const status = await statusOfFleet(engine, fleet);
    return status && options?.usage ? await withUsage(status, (id) => usageOf(engine, id)) : status;
  } catch (error) {
    if (isLost(error)) return null;
    throw error;
  }
}

/** How the fleet does at this moment; null: there is no container of it. Everything is asked anew. */
export async function statusOfFleet(engine: Engine, fleet: Fleet): Promise<FleetStatus | null> {
  const containers = (await observeContainers(engine, fleet)).filter(({ kind }) => kind !== 'job');
  const [first] = containers;
  if (!first) return null;
  const ports = await assignPorts(fleet, first.isolated);
  const known = fleet.services.map(({ name }) => ({ name, port: ports(name) }));
  const of = (part: string) => containers.filter((each) => each.part === part && each.kind === 'service');
  const live = await liveOf(engine, fleet, containers);
  const [services, infrastructure] = await Promise.all([
    Promise.all(
      known.map(({ name, port }) => serviceStatus(engine, name, port, of(name), live.get(name) ?? FIRST_COLOUR)),
    ),
    Promise.all(containers.filter(({ kind }) => kind !== 'service').map((each) => partStatus(engine, each))),
  ]);
  return { fleet: fleet.name, runtime: 'docker', services, infrastructure, supervisor: null };
}

interface Answer extends Pick<Readiness, 'dependencies'> {
  readonly status: Health;
  readonly reason?: string | undefined;
}

interface Look extends Answer {
  readonly restarts: number;
  /** The image that it was made from, by the name that was asked for. */
  readonly image?: string | undefined;
}

async function serviceStatus(
  engine: Engine,
  name: string,
  port: number,
  containers: readonly ObservedContainer[],
  live: Colour,
): Promise<ServiceStatus> {
  const looks = await Promise.all(containers.map((container) => lookAt(engine, container, () => healthAt(port))));
  const best = looks[containers.findIndex(({ colour }) => colour === live)];
  return {
    name,
    status: best?.status ?? 'down',
    port,
    url: `http://127.0.0.1:${port}`,
    instances: containers.map((container, index): InstanceStatus => {
      const { name: id, colour, version, id: engineId } = container;
      const { image: build, restarts = 0 } = looks[index] ?? {};
      return {
        id,
        colour,
        live: colour === live,
        version,
        ...(build && { build }),
        container: engineId.slice(0, 12),
        restarts,
      };
    }),
    ...(best?.dependencies && { dependencies: best.dependencies }),
    ...(best?.reason !== undefined && { reason: best.reason }),
    ...(best ? {} : { reason: 'not created' }),
  };
}

async function partStatus(engine: Engine, container: ObservedContainer): Promise<InfrastructureStatus> {
  const { part, ports, id } = container;
  const { status, reason } = await lookAt(engine, container, async () => ({ status: 'ready' }));
  const [port] = part === 'edge' ? [] : [...ports.values()];
  return {
    name: part,
    status,
    ...(port !== undefined && { port }),
    container: id.slice(0, 12),
    ...(reason !== undefined && { detail: reason }),
  };
}

/** What the engine knows comes first; only what runs is asked itself. */
async function lookAt(
  engine: Engine,
  { id, state, status }: ObservedContainer,
  ask: () => Promise<Answer>,
): Promise<Look> {
  const info = await inspectContainer(engine, id);
  const known = { restarts: info?.RestartCount ?? 0, image: info?.Config.Image };
  const down = (reason: string): Look => ({ status: 'down', reason, ...known });
  if (!info || state === 'exited' || state === 'dead') return down(ending(status, info));
  if (state === 'restarting') return down(`ended with ${info.State.ExitCode}; it is being started again`);
  if (state !== 'running') return down(`it is ${state}`);
  const answer = await ask();
  if (info.State.Health?.Status === 'unhealthy') {
    const last = info.State.Health.Log.at(-1)?.Output.trim();
    return { ...answer, status: 'degraded', reason: answer.reason ?? `its health check fails: ${last}`, ...known };
  }
  return { ...answer, ...known };
}

function ending(status: string, info: ContainerInspectInfo | undefined): string {
  if (info?.State.OOMKilled) return 'it was killed, for it took more memory than it may';
  return info?.State.Error || status.charAt(0).toLowerCase() + status.slice(1);
}

/** By the edge, as everybody reaches it. */
async function healthAt(port: number): Promise<Answer> {
  const { accepting, health, reason, dependencies } = await readiness(port);
  if (health === 'down') return { status: 'degraded', reason: `not reached through the edge: ${reason}` };
  return { status: accepting ? health : 'starting', reason, dependencies };
}
