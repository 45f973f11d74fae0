import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { LentDatabases } from '../databases.ts';
import { withClaim } from './claim.ts';
import { createContainer } from './containers/create.ts';
import { createNetwork, hasNetwork, removeNetworks } from './containers/network.ts';
import { publishedPort } from './containers/ports.ts';
import { removeContainer } from './containers/remove.ts';
import { untilReady } from './containers/until-ready.ts';
import { type Desired, desiredOf } from './desired.ts';
import { connectEngine, type Engine } from './engine.ts';
import { fingerprintOf } from './fingerprint.ts';
import { fetchImage } from './images/fetch.ts';
import { presentImages } from './images/present.ts';
import type { DatabaseServer } from './infrastructure/contract.ts';
import { LABELS } from './labels.ts';
import { databasesAt, isProvisioned, provision } from './lent-databases.ts';
import { observeContainers } from './observe.ts';
import { folderOf } from './project.ts';
import { projectFor } from './running-project.ts';

/** Lends the databases of the fleet; if their server is down, it runs for as long. */
export async function withDatabases<T>(fleet: Fleet, work: (databases: LentDatabases) => Promise<T>): Promise<T> {
  const engine = await connectEngine();
  const found = await observeContainers(engine, fleet);
  const desired = await desiredOf(fleet, await projectFor(engine, fleet, found));
  const { server } = desired;
  if (!server) throw noDatabases(fleet);
  const { part } = server.spec;
  const running = found.find((each) => each.part === part && each.state === 'running');
  const lend = async () => {
    await untilAnswers(engine, server, server.spec.name);
    const port = await publishedPort(engine, server.spec.name, server.spec.ports[0]?.container ?? 0);
    if (!(await isProvisioned(engine, desired))) await provision(engine, desired, port);
    return work(databasesAt(desired, port));
  };
  if (running) return lend();
  return withClaim(fleet, async () => {
    const leave = await startServer(engine, desired, found.find((each) => each.part === part)?.id);
    try {
      return await lend();
    } finally {
      await leave();
    }
  });
}

/** Starts the server alone; what is returned leaves the engine as it was found. */
async function startServer(
  engine: Engine,
  desired: Desired,
  existing: string | undefined,
): Promise<() => Promise<void>> {
  const { fleet, project, server } = desired;
  if (!server) throw noDatabases(fleet);
  const { spec } = server;
  const hadNetwork = await hasNetwork(engine, project);
  if (!hadNetwork) await createNetwork(engine, project);
  if (!(await presentImages(engine, [spec.image])).has(spec.image)) await fetchImage(engine, spec.image, { note() {} });
  const labels = { [LABELS.fingerprint]: (await fingerprintOf(fleet))(spec) };
  const id =
    existing ?? (await createContainer(engine, project, spec, { labels, restarts: true, aliases: [spec.part] }));
  const leave = async () => {
    if (existing) await engine.getContainer(id).stop();
    else await removeContainer(engine, { id, name: spec.name });
    if (!hadNetwork) await removeNetworks(engine, folderOf(fleet));
  };
  try {
    await engine.getContainer(id).start();
    await untilAnswers(engine, server, id);
    return leave;
  } catch (error) {
    await leave();
    throw error;
  }
}

function untilAnswers(engine: Engine, server: DatabaseServer, id: string): Promise<void> {
  const { name, part, ports } = server.spec;
  const isReady = async () => server.answers(await publishedPort(engine, id, ports[0]?.container ?? 0));
  return untilReady(engine, { id, name, part, isReady });
}

function noDatabases(fleet: Fleet): AuroraError {
  return new AuroraError('no_database', `No service of ${fleet.name} has a database.`, { exit: 'usage' });
}
