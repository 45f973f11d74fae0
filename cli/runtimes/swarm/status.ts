import type { Fleet } from '../../config/model.ts';
import type { FleetStatus, Health, InfrastructureStatus, InstanceStatus, ServiceStatus } from '../contract.ts';
import type { LiveColours } from '../docker/edge/colours.ts';
import { isLost } from '../docker/engine.ts';
import { liveColour } from '../docker/project.ts';
import { assignPorts } from '../ports/assign.ts';
import { readinessAt } from '../readiness.ts';
import { edgeAddresses, urlAt } from './addresses.ts';
import { SHORT_ID } from './container-id.ts';
import { isUnreachable, liveOnSwarm } from './live.ts';
import { findManager, type Manager } from './manager.ts';
import { type Observed, type ObservedService, type ObservedTask, observeSwarm } from './observe.ts';
import { isAlive } from './tasks.ts';
import { countOf } from './until-runs.ts';
import { withSwarmUsage } from './usage.ts';

/** The fleet, if there is a manager and it has one. */
export async function observeFleet(fleet: Fleet, options?: { readonly usage: boolean }): Promise<FleetStatus | null> {
  try {
    const manager = await findManager();
    const status = manager && (await swarmStatus(manager, fleet));
    return status && options?.usage ? await withSwarmUsage(manager, fleet, status) : status;
  } catch (error) {
    if (isLost(error)) return null;
    throw error;
  }
}

/** How the fleet does at this moment; null: there is no service of it. */
export async function swarmStatus(manager: Manager, fleet: Fleet): Promise<FleetStatus | null> {
  const observed = await observeSwarm(manager.engine, fleet);
  const lasting = observed.services.filter(({ kind }) => kind !== 'job');
  const [first] = lasting;
  if (!first) return null;
  const ports = await assignPorts(fleet, first.project !== fleet.name);
  const [address = '127.0.0.1'] = edgeAddresses(manager, observed);
  const live = await liveNow(manager, fleet, observed);
  const services = await Promise.all(
    fleet.services.map(({ name }) => {
      const places = lasting.filter((each) => each.kind === 'service' && each.part === name);
      return serviceStatus(name, ports(name), address, places, live, observed);
    }),
  );
  const infrastructure = lasting.filter(({ kind }) => kind !== 'service').map((each) => partStatus(each, observed));
  return { fleet: fleet.name, runtime: 'swarm', services, infrastructure, supervisor: null };
}

/** Null: nobody can tell, for no edge answers. */
async function liveNow(manager: Manager, fleet: Fleet, observed: Observed): Promise<LiveColours | null> {
  try {
    return await liveOnSwarm(manager, fleet, observed);
  } catch (error) {
    if (isUnreachable(error)) return null;
    throw error;
  }
}

async function serviceStatus(
  name: string,
  port: number,
  address: string,
  places: readonly ObservedService[],
  live: LiveColours | null,
  observed: Observed,
): Promise<ServiceStatus> {
  const url = urlAt(address, port);
  const isLive = ({ colour }: ObservedService) => (live ? colour === liveColour({ live }, name) : undefined);
  const instances = places.flatMap((place) =>
    place.tasks.filter(({ isWanted }) => isWanted).map((task) => instanceOf(task, place, isLive(place), observed)),
  );
  const service = places.find((place) => isLive(place) ?? true);
  if (!service) return { name, status: 'down', port, url, instances, reason: 'not created' };
  const tasks = service.tasks.filter(({ isWanted }) => isWanted);
  const [running, wanted] = countOf(service);
  const alive = tasks.filter((task) => isAlive(task, observed));
  if (wanted > 0 && alive.length === 0) {
    return { name, status: isOnItsWay(tasks) ? 'starting' : 'down', port, url, instances, reason: whyNot(service) };
  }
  const { accepting, health, reason, dependencies } = await readinessAt(url);
  const answer = {
    name,
    port,
    url,
    instances,
    ...(dependencies && { dependencies }),
  };
  if (health === 'down') return { ...answer, status: 'degraded', reason: `not reached through the edge: ${reason}` };
  const own: Health = accepting ? health : 'starting';
  const missing = running < wanted || alive.length < running;
  if (own === 'ready' && missing) return { ...answer, status: 'degraded', reason: `${alive.length} of ${wanted} run` };
  return { ...answer, status: own, ...(reason !== undefined && { reason }) };
}

function instanceOf(
  task: ObservedTask,
  { name, version, image, tasks, colour }: ObservedService,
  live: boolean | undefined,
  { nodes }: Observed,
): InstanceStatus {
  const { slot, node, container } = task;
  const hostname = nodes.find(({ id }) => id === node)?.hostname;
  return {
    id: `${name}.${slot ?? hostname ?? task.id}`,
    colour,
    ...(live !== undefined && { live }),
    version,
    build: image.split('@', 1)[0] ?? image,
    ...(hostname !== undefined && { node: hostname }),
    ...(container !== undefined && { container: container.slice(0, SHORT_ID) }),
    restarts: tasks.filter((other) => other.slot === slot && other.node !== undefined && other.state === 'failed')
      .length,
  };
}

function partStatus(service: ObservedService, observed: Observed): InfrastructureStatus {
  const { part, tasks } = service;
  const wanted = tasks.filter(({ isWanted }) => isWanted);
  const alive = wanted.filter((task) => isAlive(task, observed));
  const container = alive[0]?.container?.slice(0, SHORT_ID);
  if (alive.length === 0) return { name: part, status: 'down', detail: whyNot(service) };
  const nodes = alive.flatMap(({ node }) => observed.nodes.find(({ id }) => id === node)?.hostname ?? []);
  const isWhole = alive.length >= wanted.length;
  return {
    name: part,
    status: isWhole ? 'ready' : 'degraded',
    ...(container !== undefined && { container }),
    detail: isWhole ? `on ${nodes.toSorted().join(', ')}` : `${alive.length} of ${wanted.length} run`,
  };
}

/** Not one that has ended before, and is only tried again. */
function isOnItsWay(tasks: readonly ObservedTask[]): boolean {
  return tasks.some(
    ({ state, error }) => ['assigned', 'accepted', 'preparing', 'ready', 'starting'].includes(state) && !error,
  );
}

function whyNot({ tasks }: ObservedService): string {
  const [newest] = tasks.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  if (!newest) return 'it has no tasks';
  return newest.error ? `its task is ${newest.state}: ${newest.error}` : `its task is ${newest.state}`;
}
