import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { LiveColours } from '../docker/edge/colours.ts';
import { engineAddress } from '../docker/engine.ts';
import { execInContainer } from '../docker/exec.ts';
import { liveColour } from '../docker/project.ts';
import { layoutOf } from '../layout.ts';
import { notRunning } from '../not-running.ts';
import { liveOnSwarm } from './live.ts';
import { type Manager, requireManager } from './manager.ts';
import { type Observed, type ObservedService, observeSwarm } from './observe.ts';
import { swarmDesired } from './parts.ts';
import { swarmProject } from './project.ts';

/** Runs a command in a task of a part on the manager's own node, on this terminal; its exit code. @throws AuroraError `not_running`, `elsewhere` */
export async function swarmExec(
  fleet: Fleet,
  part: string,
  command: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<number> {
  const manager = await requireManager();
  const observed = await observeSwarm(manager.engine, fleet);
  const live = await liveOnSwarm(manager, fleet, observed);
  return execInContainer(manager.engine, containerHere(fleet, manager, observed, live, part), part, command, variables);
}

/** The database's own shell, inside its container; the password is a variable of that one process. */
export async function swarmShell(fleet: Fleet, service: string, as: 'user' | 'owner'): Promise<number> {
  const manager = await requireManager();
  const observed = await observeSwarm(manager.engine, fleet);
  const desired = await swarmDesired(fleet, await swarmProject(manager, fleet, observed));
  const database = desired.databases.find((each) => each.service === service);
  if (!desired.server || !database) throw new RangeError(`${service} has no database in ${layoutOf(fleet.root).root}`);
  const login = database[as];
  const { command, passwordVariable } = desired.server.shell(database.name, login.name);
  return swarmExec(fleet, desired.server.spec.part, command, { [passwordVariable]: login.password });
}

/** An engine runs commands in its own containers alone. */
function containerHere(
  fleet: Fleet,
  { node }: Manager,
  { services, nodes }: Observed,
  live: LiveColours,
  part: string,
): string {
  const isMeant = ({ colour }: ObservedService) => colour === null || colour === liveColour({ live }, part);
  const service = services.find((each) => each.part === part && each.kind !== 'job' && isMeant(each));
  if (!service) throw notRunning(fleet);
  const running = service.tasks.filter(({ state, isWanted }) => state === 'running' && isWanted);
  const here = running.find((task) => task.node === node && task.container !== undefined);
  if (here?.container !== undefined) return here.container;
  if (running.length === 0) {
    throw new AuroraError('not_running', `${part} does not run.`, { exit: 'notRunning', next: 'aurora status' });
  }
  const hosts = nodes.filter(({ id }) => running.some((task) => task.node === id)).map(({ hostname }) => hostname);
  throw new AuroraError('elsewhere', `${part} does not run on the node of the engine at ${engineAddress()}.`, {
    exit: 'machine',
    details: [`It runs on ${hosts.toSorted().join(', ')}; an engine runs commands in its own containers alone.`],
    next: `DOCKER_HOST=… with the engine of ${hosts[0]}, if that is a manager, and the same command again`,
    facts: { nodes: hosts },
  });
}
