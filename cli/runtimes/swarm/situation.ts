import type { Service, SwarmSettings } from '../../config/model.ts';
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
import type { Observed, ObservedService } from './observe.ts';
import type { Part, SwarmDesired } from './parts.ts';

/** Looks at everything that a plan depends on: in the words of the plan of one host, where a container is a service here. */
export async function swarmSituation(
  manager: Manager,
  desired: SwarmDesired,
  observed: Observed,
  services: readonly Service[],
  jobs: UpJobs,
): Promise<Situation> {
  const { engine } = manager;
  const { fleet, project, server, parts, images } = desired;
  const names = new Set(services.map(({ name }) => name));
  const wanted = parts.filter(({ spec }) => spec.kind !== 'service' || names.has(spec.part));
  const [network, provisioned, fingerprint, missing] = await Promise.all([
    networkId(engine, project),
    isSwarmProvisioned(desired, observed),
    fingerprintOf(fleet),
    missingOnSwarm(
      engine,
      fleet,
      images.filter(({ service }) => names.has(service)),
    ),
  ]);
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
    found: observed.services.map(asFound),
    outdated: new Set(),
    network: network !== undefined,
    missing: { services: missing, images: [] },
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
  const all = { ...spec, replicas, isPinned, settings };
  return fingerprint(all);
}

/** The engine sees to it that a service runs: it is there, or it is not. */
function asFound({ id, name, project, part, kind, fingerprint, version, colour }: ObservedService): ObservedContainer {
  return {
    id,
    name,
    project,
    isolated: false,
    part,
    kind,
    fingerprint,
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
