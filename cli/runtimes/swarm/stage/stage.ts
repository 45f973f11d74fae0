import type { Agent } from 'node:http';
import type { Fleet } from '../../../config/model.ts';
import type { Narrator } from '../../../narrator.ts';
import type { Colour } from '../../colours.ts';
import { withClaim } from '../../docker/claim.ts';
import { fingerprintOf } from '../../docker/fingerprint.ts';
import { applyBy } from '../../docker/migrate.ts';
import { liveColour, type Project } from '../../docker/project.ts';
import { releasesOf } from '../../docker/stage/images.ts';
import { understandably } from '../../docker/stage/understandably.ts';
import { http } from '../../http.ts';
import { notRunning } from '../../not-running.ts';
import { readinessAt } from '../../readiness.ts';
import type { Stage } from '../../stage.ts';
import { applyPart } from '../apply.ts';
import { type Edges, openEdges } from '../edge/edges.ts';
import { endServices } from '../end.ts';
import { taskImage } from '../images.ts';
import { runSwarmJob } from '../job.ts';
import { linesOfService } from '../log.ts';
import { type Manager, requireManager } from '../manager.ts';
import { placeName } from '../names.ts';
import { type Observed, observeSwarm } from '../observe.ts';
import { swarmProject } from '../project.ts';
import { conditionOf } from './condition.ts';
import { provideReleases, pruneReleases } from './images.ts';
import { standingsOn } from './observe.ts';
import { placeOf } from './place.ts';

const LINES = 20;
/** Each is a few processes beside the edge, which may have so many. */
const CONNECTIONS = 4;
/** The first question on a connection waits for an engine to open it, which takes a busy one its time. */
const TASK_MS = 5_000;

/** Both places of each service, as services of a swarm. @throws AuroraError `busy`, `not_running`, `edge_unreachable` */
export function withSwarmStage<T>(fleet: Fleet, narrator: Narrator, work: (stage: Stage) => Promise<T>): Promise<T> {
  return withClaim(fleet, async () => {
    const manager = await requireManager();
    const observed = await observeSwarm(manager.engine, fleet);
    if (!observed.services.some(({ kind }) => kind === 'edge')) throw notRunning(fleet);
    const project = await swarmProject(manager, fleet, observed);
    await using edges = await openEdges(manager, fleet);
    const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    try {
      return await work(understandably(stageOf(manager, fleet, project, edges, agent, narrator)));
    } finally {
      agent.destroy();
    }
  });
}

/** @param beginning names, and what gets the requests, which is asked anew where it matters */
function stageOf(
  manager: Manager,
  fleet: Fleet,
  beginning: Project,
  edges: Edges,
  agent: Agent,
  narrator: Narrator,
): Stage {
  const { engine } = manager;
  const look = () => observeSwarm(engine, fleet);
  const nameOf = (service: string, colour: Colour) => placeName(beginning, service, colour);
  const at = ({ services }: Observed, service: string, colour: Colour) =>
    services.find(({ name }) => name === nameOf(service, colour));
  const portOf = (service: string) => fleet.services.find(({ name }) => name === service)?.port ?? 0;
  const projectNow = async (): Promise<Project> => ({ ...beginning, live: (await edges.state()).live });
  const requireIdle = async (service: string, colour: Colour) => {
    // A last guard: whoever gets the requests is never replaced, and never taken away.
    if (liveColour(await projectNow(), service) === colour)
      throw new Error(`${service} gets its requests in ${colour}`);
  };
  const end = async (service: string, colour: Colour) => {
    const there = at(await look(), service, colour);
    if (there) await endServices(engine, fleet, [there], narrator);
  };
  return {
    async observe() {
      const [observed, { live }] = await Promise.all([look(), projectNow()]);
      return standingsOn(observed, live);
    },
    releases: (services, tag) => releasesOf(fleet, services, tag),
    async serves(release) {
      const project = await projectNow();
      const { part } = await placeOf(fleet, project, release, liveColour(project, release.service));
      const [observed, fingerprint] = await Promise.all([look(), fingerprintOf(fleet)]);
      const live = observed.services.find(({ name }) => name === part.spec.name);
      const runs = live?.tasks.some(({ state, isWanted }) => isWanted && state === 'running') ?? false;
      return runs && live?.taskFingerprint === fingerprint(part.spec);
    },
    provide: (releases) => provideReleases(manager, fleet, releases, narrator),
    async migrate(release, phase, step) {
      const project = await projectNow();
      const { desired, part } = await placeOf(fleet, project, release, liveColour(project, release.service));
      if (!desired.databases.some(({ service }) => service === release.service)) return [];
      return applyBy(
        (job, hear) => runSwarmJob(engine, desired, part.spec, job, hear),
        desired,
        part.spec,
        step,
        phase,
      );
    },
    async stand(release, colour, deploy) {
      const { service, version, digest } = release;
      await requireIdle(service, colour);
      const { desired, part } = await placeOf(fleet, await projectNow(), release, colour);
      const image = await taskImage(engine, fleet, part.spec, digest);
      await end(service, colour);
      await edges.set({ roles: new Map([[`${service}/${colour}`, 'standby']]) });
      await applyPart(manager, desired, part, { image, version, deploy });
    },
    // The engine starts what has ended by itself, and what is not there has nothing to be started from.
    revive: async () => undefined,
    async condition(service, colour) {
      const observed = await look();
      return conditionOf(at(observed, service, colour), observed, {
        task: async ({ address = '' }) => readinessAt(await edges.taskUrl(address, portOf(service)), agent, TASK_MS),
        async reached() {
          const traffic = await edges.traffic();
          return traffic.find((each) => each.service === service && each.colour === colour)?.servers ?? 0;
        },
      });
    },
    previewUrl: (service, colour) => edges.previewUrl(service, colour),
    // No node publishes it: it leads through this process.
    lastingPreviewUrl: async () => null,
    switchTo: (colours) => edges.set({ live: colours }),
    weigh: (services, percent) => edges.set({ canaries: new Map(services.map((service) => [service, percent])) }),
    assign: (service, colour, role) => edges.set({ roles: new Map([[`${service}/${colour}`, role]]) }),
    traffic: () => edges.traffic(),
    async withdraw(service, colour) {
      await requireIdle(service, colour);
      await end(service, colour);
    },
    async lastLines(service, colour) {
      const there = at(await look(), service, colour);
      return there ? (await linesOfService(engine, there.id)).slice(-LINES) : [];
    },
    prune: (service, spent) => pruneReleases(manager, fleet, service, spent, narrator),
  };
}
