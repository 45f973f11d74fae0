import type { Fleet, Service, SwarmSettings } from '../../config/model.ts';
import type { Databases } from '../databases.ts';
import { type Fingerprint, fingerprintOf } from '../docker/fingerprint.ts';
import type { ObservedContainer } from '../docker/observe.ts';
import type { Situation, Wanted, Work } from '../docker/plan.ts';
import type { UpJobs } from '../jobs.ts';
import { needsDatabase } from '../needs.ts';
import { databasesNow, isSwarmProvisioned, openServer } from './databases.ts';
import { missingOnSwarm } from './images.ts';
import type { Manager } from './manager.ts';
import { networkId } from './network.ts';
import type { NodeEngine } from './nodes/engine-of.ts';
import { imagesHere, imagesInUse, type Lacking, type LocalImage, lackingAt } from './nodes/local-images.ts';
import { otherEngines } from './nodes/other-engines.ts';
import type { Observed, ObservedService } from './observe.ts';
import type { Part, SwarmDesired } from './parts.ts';

/** In the words of the plan of one host, where a container is a service here; and which nodes have to be given images. */
export interface SwarmSituation extends Situation {
  readonly lacking: readonly NodeLacking[];
}

interface NodeLacking {
  readonly hostname: string;
  readonly services: readonly string[];
}

/**
 * Looks at everything that a plan depends on.
 * @throws AuroraError `no_registry`, `engine_unreachable`, `wrong_engine` where there is no way for images to a node
 */
export async function swarmSituation(
  manager: Manager,
  desired: SwarmDesired,
  observed: Observed,
  services: readonly Service[],
  jobs: UpJobs,
): Promise<SwarmSituation> {
  const { engine } = manager;
  const { fleet, project, server, parts } = desired;
  const names = new Set(services.map(({ name }) => name));
  const wanted = parts.filter(({ spec }) => spec.kind !== 'service' || names.has(spec.part));
  const images = desired.images.filter(({ service }) => names.has(service));
  const [others, here, network, provisioned, fingerprint, missing] = await Promise.all([
    otherEngines(manager, fleet, observed.nodes),
    imagesHere(engine, fleet.images.registry === undefined ? desired.images : []),
    networkId(engine, project),
    isSwarmProvisioned(desired, observed),
    fingerprintOf(fleet),
    missingOnSwarm(engine, fleet, images),
  ]);
  const needed = [
    ...here.filter(({ service }) => names.has(service)),
    ...(await imagesInUse(engine, fleet, observed.services)),
  ];
  const withDatabase = services.filter(needsDatabase).map(({ name }) => name);
  const { migrations, seeds } = await workIn(manager, desired, observed, withDatabase, provisioned, jobs);
  return {
    wanted: wanted.map((part): Wanted => {
      const { colour = null } = part;
      const { name, kind, part: of, image, dependsOn } = part.spec;
      return {
        name,
        kind,
        part: of,
        image,
        dependsOn,
        fingerprint: partFingerprint(fingerprint, part, fleet.swarm),
        colour,
      };
    }),
    known: new Set(parts.map(({ spec }) => spec.part)),
    found: observed.services.map((service) => asFound(service, isMadeFrom(service, fleet, here))),
    outdated: new Set(),
    network: network !== undefined,
    missing: { services: missing, images: [] },
    lacking: lackingOf(others, await lackingAt(others, needed), missing),
    server: withDatabase.length > 0 ? (server?.spec.part ?? null) : null,
    provisioned,
    migrations,
    seeds,
  };
}

/** Of all that its service is made from. */
export function partFingerprint(
  fingerprint: Fingerprint,
  { spec, replicas, isPinned }: Part,
  settings: SwarmSettings,
): string {
  // How an engine is reached is nothing to what it runs.
  const { engines: _, ...placing } = settings;
  const all = { ...spec, replicas, isPinned, settings: placing };
  return fingerprint(all);
}

/** What is built for one node the others lack, too. */
function lackingOf(
  others: readonly NodeEngine[],
  lacking: readonly Lacking[],
  missing: readonly string[],
): readonly NodeLacking[] {
  return others
    .map(({ node: { id, hostname } }): NodeLacking => {
      const known = lacking.find(({ at }) => at.node.id === id)?.images ?? [];
      return { hostname, services: [...new Set([...missing, ...known.map(({ service }) => service)])].toSorted() };
    })
    .filter(({ services }) => services.length > 0);
}

/** Without a registry the same sources, built once more, may be another image, by whose id alone it is found. */
function isMadeFrom({ kind, part, image }: ObservedService, { images }: Fleet, here: readonly LocalImage[]): boolean {
  if (kind !== 'service' || images.registry !== undefined) return true;
  return here.some(({ service, tag, id }) => service === part && image === `${tag}@${id}`);
}

/** The engine sees to it that a service runs: it is there, or it is not. @param isCurrent whether its image is the one that there is */
function asFound(
  { id, name, project, part, kind, fingerprint, version, colour }: ObservedService,
  isCurrent: boolean,
): ObservedContainer {
  return {
    id,
    name,
    project,
    isolated: false,
    part,
    kind,
    fingerprint: isCurrent ? fingerprint : '',
    version,
    colour,
    state: 'running',
    status: '',
    ports: new Map(),
  };
}

interface Pending {
  readonly migrations: ReadonlyMap<string, Work>;
  readonly seeds: ReadonlyMap<string, Work>;
}

async function workIn(
  manager: Manager,
  desired: SwarmDesired,
  observed: Observed,
  services: readonly string[],
  provisioned: boolean,
  jobs: UpJobs,
): Promise<Pending> {
  const all = (work: Work) => new Map(services.map((service) => [service, work]));
  if (!provisioned || services.length === 0 || !isReachable(manager, observed)) {
    return { migrations: all('unknown'), seeds: all('unknown') };
  }
  await using conduit = await openServer(manager, desired);
  const databases = await databasesNow(desired, conduit);
  if (!databases) return { migrations: all('unknown'), seeds: all('unknown') };
  return await pendingIn(desired, services, databases, jobs);
}

function isReachable({ node }: Manager, { services }: Observed): boolean {
  const edge = services.find(({ kind }) => kind === 'edge');
  return edge?.tasks.some((task) => task.node === node && task.state === 'running') ?? false;
}

/** What a database that is behind has had of its rows, nobody can tell. */
async function pendingIn(
  { fleet }: SwarmDesired,
  services: readonly string[],
  databases: Databases,
  jobs: UpJobs,
): Promise<Pending> {
  const job = await jobs.migrations(fleet, services, databases);
  const migrations = new Map<string, Work>(
    services.map((service) => [service, job?.services.includes(service) ? 'pending' : 'none']),
  );
  const seeds = await Promise.all(
    services.map(async (service): Promise<[string, Work]> => {
      if (migrations.get(service) !== 'none') return [service, 'unknown'];
      return [service, (await jobs.seeds(fleet, service, databases)) ? 'pending' : 'none'];
    }),
  );
  return { migrations, seeds: new Map(seeds) };
}
