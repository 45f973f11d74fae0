import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Databases, LentDatabases } from '../databases.ts';
import { databasesAt, provisionAt } from '../docker/lent-databases.ts';
import { layoutOf } from '../layout.ts';
import { notRunning } from '../not-running.ts';
import { readSecret, writeSecret } from '../secret-file.ts';
import { type Conduit, openConduit } from './conduit.ts';
import { type Manager, requireManager } from './manager.ts';
import { type Observed, observeSwarm } from './observe.ts';
import { type SwarmDesired, swarmDesired } from './parts.ts';
import { swarmProject } from './project.ts';

/** Leads to the server of the databases; there is one. */
export function openServer(manager: Manager, { fleet, server }: SwarmDesired): Promise<Conduit> {
  if (!server) throw noDatabases(fleet);
  return openConduit(manager, fleet, server.spec.part, server.spec.ports[0]?.container ?? 0);
}

/** The databases, where their server runs and answers by now; null otherwise. */
export async function databasesNow(desired: SwarmDesired, conduit: Conduit): Promise<Databases | null> {
  const answers = await desired.server?.answers(conduit.port).catch(() => false);
  return answers ? databasesAt(desired, conduit.port) : null;
}

/** Lends the databases of the running fleet. @throws AuroraError `not_running`, `no_database`, `no_edge_here` */
export async function withSwarmDatabases<T>(fleet: Fleet, work: (databases: LentDatabases) => Promise<T>): Promise<T> {
  const manager = await requireManager();
  const observed = await observeSwarm(manager.engine, fleet);
  const desired = await swarmDesired(fleet, await swarmProject(manager, fleet, observed));
  const { server } = desired;
  if (!server) throw noDatabases(fleet);
  if (!observed.services.some(({ part }) => part === server.spec.part)) throw notRunning(fleet);
  await using conduit = await openServer(manager, desired);
  return await work(databasesAt(desired, conduit.port));
}

/** Makes databases and logins that are missing, and writes down that they are there. */
export async function provisionSwarm(desired: SwarmDesired, observed: Observed, port: number): Promise<void> {
  await provisionAt(desired, port);
  await writeSecret(markFile(desired), mark(desired, observed) ?? '');
}

/** Whether all of them are known to be there: made once on this server, and with these passwords. */
export async function isSwarmProvisioned(desired: SwarmDesired, observed: Observed): Promise<boolean> {
  const expected = mark(desired, observed);
  return expected !== undefined && (await readSecret(markFile(desired))) === expected;
}

function markFile({ fleet }: SwarmDesired): string {
  return join(layoutOf(fleet.root).docker, 'provisioned-on-swarm');
}

/** Undefined: there is no server yet. */
function mark({ server, databases }: SwarmDesired, { services }: Observed): string | undefined {
  const found = services.find(({ part }) => part === server?.spec.part);
  const logins = databases.map(({ name, owner, user }) => [name, owner, user]);
  return (
    found &&
    createHash('sha256')
      .update(JSON.stringify([found.id, logins]))
      .digest('hex')
  );
}

function noDatabases(fleet: Fleet): AuroraError {
  return new AuroraError('no_database', `No service of ${fleet.name} has a database.`, { exit: 'usage' });
}
