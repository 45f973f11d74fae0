import type { Fleet } from '../../../config/model.ts';
import type { Narrator } from '../../../narrator.ts';
import type { Colour } from '../../colours.ts';
import { notRunning } from '../../not-running.ts';
import type { Stage } from '../../stage.ts';
import { withClaim } from '../claim.ts';
import { createContainer } from '../containers/create.ts';
import { lastLines } from '../containers/last-lines.ts';
import { removeContainer, unlessGone } from '../containers/remove.ts';
import { setCanary } from '../edge/canary.ts';
import { containerOf } from '../edge/colours.ts';
import { previewUrl } from '../edge/preview.ts';
import { switchColours } from '../edge/switch.ts';
import { trafficOf } from '../edge/traffic.ts';
import { connectEngine, type Engine } from '../engine.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { LABELS } from '../labels.ts';
import { applyInContainer } from '../migrate.ts';
import { observeContainers } from '../observe.ts';
import { liveColour, type Project } from '../project.ts';
import { projectFor } from '../running-project.ts';
import { conditionOf } from './condition.ts';
import { provideImages, pruneImages, releasesOf } from './images.ts';
import { standingsIn } from './observe.ts';
import { writeRole } from './role-file.ts';
import { specOf } from './spec.ts';
import { understandably } from './understandably.ts';

const LINES = 20;

/** Both places of each service, as containers on one engine. @throws AuroraError `busy`, `not_running` */
export function withStage<T>(fleet: Fleet, narrator: Narrator, work: (stage: Stage) => Promise<T>): Promise<T> {
  return withClaim(fleet, async () => {
    const engine = await connectEngine();
    const found = await observeContainers(engine, fleet);
    const edge = found.find(({ kind }) => kind === 'edge');
    if (!edge) throw notRunning(fleet);
    const project = await projectFor(engine, fleet, found);
    return work(understandably(stageOf(engine, fleet, project, edge.name, narrator)));
  });
}

/** @param beginning as the edge has it now; nobody else switches meanwhile */
function stageOf(engine: Engine, fleet: Fleet, beginning: Project, edge: string, narrator: Narrator): Stage {
  let project = beginning;
  const nameOf = (service: string, colour: Colour) => containerOf(project.name, service, colour);
  const requireIdle = (service: string, colour: Colour) => {
    // A last guard: whoever gets the requests is never replaced, and never taken away.
    if (liveColour(project, service) === colour) throw new Error(`${service} gets its requests in ${colour}`);
  };
  return {
    observe: async () => standingsIn(engine, project, await observeContainers(engine, fleet)),
    releases: (services, tag) => releasesOf(fleet, services, tag),
    async serves(release) {
      const colour = liveColour(project, release.service);
      const { spec } = await specOf(fleet, project, release, colour);
      const live = (await observeContainers(engine, fleet)).find(({ name }) => name === spec.name);
      return live?.state === 'running' && live.fingerprint === (await fingerprintOf(fleet))(spec);
    },
    provide: (releases) => provideImages(engine, fleet, releases, narrator),
    async migrate(release, phase, step) {
      const { desired, spec } = await specOf(fleet, project, release, liveColour(project, release.service));
      if (!desired.databases.some(({ service }) => service === release.service)) return [];
      return applyInContainer(engine, desired, spec, step, phase);
    },
    async stand(release, colour, deploy) {
      requireIdle(release.service, colour);
      const { spec } = await specOf(fleet, project, release, colour);
      await removeContainer(engine, { id: spec.name, name: spec.name });
      const labels = {
        [LABELS.fingerprint]: (await fingerprintOf(fleet))(spec),
        [LABELS.colour]: colour,
        [LABELS.version]: release.version,
        [LABELS.deploy]: deploy,
      };
      // By its service's name Prometheus finds all of its containers; requests go by the edge.
      const making = { labels, restarts: true, aliases: [spec.part] };
      const id = await createContainer(engine, project, spec, making);
      await writeRole(engine, id, spec, 'standby');
      await engine.getContainer(id).start();
    },
    revive: (service, colour) => unlessGone(engine.getContainer(nameOf(service, colour)).start()),
    condition: (service, colour) => conditionOf(engine, edge, nameOf(service, colour), service, colour),
    previewUrl: (service, colour) => previewUrl(engine, edge, service, colour),
    lastingPreviewUrl: (service, colour) => previewUrl(engine, edge, service, colour),
    async switchTo(colours) {
      await switchColours(engine, edge, colours);
      project = { ...project, live: new Map([...project.live, ...colours]) };
    },
    async weigh(services, percent) {
      for (const service of services) await setCanary(engine, edge, service, percent);
    },
    async assign(service, colour, role) {
      const name = nameOf(service, colour);
      const { Config } = await engine.getContainer(name).inspect();
      await writeRole(engine, name, { user: Config.User ?? '' }, role);
    },
    traffic: () => trafficOf(engine, edge),
    async withdraw(service, colour) {
      requireIdle(service, colour);
      const name = nameOf(service, colour);
      await removeContainer(engine, { id: name, name });
    },
    lastLines: (service, colour) => lastLines(engine, nameOf(service, colour), LINES),
    prune: (service, spent) => pruneImages(engine, fleet, service, spent),
  };
}
