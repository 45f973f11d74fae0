import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';
import type { KnownOutputs, ServiceOutput } from '../known-outputs.ts';
import type { Template } from '../templates/load.ts';
import { planClient } from './client.ts';
import { assertDistinctPaths } from './distinct.ts';
import { type History, isNothing, planMigrations } from './migrations.ts';
import { knownFile, renderedFile } from './planned-file.ts';
import { scopesOf } from './scopes.ts';
import { fillTarget } from './target.ts';
import { viewWholeFleet } from './view/fleet.ts';
import { viewPackage } from './view/package.ts';

export interface FleetPlan {
  /** Sorted by path. */
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
  /** What came of each service, for the next run to know. */
  readonly outputs: readonly ServiceOutput[];
}

/** Pure: the same fleet, templates and history give the same bytes. */
export function planFleet(
  fleet: Fleet,
  templates: readonly Template[],
  history: History,
  known?: KnownOutputs,
): FleetPlan {
  const plans = fleet.services.map((service) => planService(fleet, service, templates, history, known));
  const whole = [...planWhole(fleet, templates, history), ...planClient(fleet, templates)];
  const files = [...whole, ...plans.flatMap((plan) => plan.files)].sort((a, b) => (a.path < b.path ? -1 : 1));
  assertDistinctPaths(files);
  return { files, notes: plans.flatMap(({ notes }) => notes), outputs: plans.map(({ output }) => output) };
}

/** Files of the fleet as a whole. */
function planWhole(fleet: Fleet, templates: readonly Template[], { dependency }: History): PlannedFile[] {
  const view = { fleet: viewWholeFleet(fleet), package: viewPackage(dependency) };
  return templates
    .filter(({ set }) => set === 'fleet')
    .map(({ id, target, render }) => renderedFile(target, id, render(view)));
}

interface ServicePlan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
  readonly output: ServiceOutput;
}

function planService(
  fleet: Fleet,
  service: Service,
  all: readonly Template[],
  history: History,
  known: KnownOutputs | undefined,
): ServicePlan {
  const templates = all.filter(({ set }) => set === 'service' || set === service.kind);
  const migrations = templates.filter(({ target }) => target.startsWith('migrations/'));
  const sources = templates.filter((template) => !migrations.includes(template));
  const { view, scopes } = scopesOf(fleet, service);
  // All that the templates see.
  const input = fingerprint(JSON.stringify(view));
  const hashes = known?.of(service.name, input);

  const files = sources.flatMap(({ id, target, render }) =>
    scopes(target).flatMap(({ values, view }) => {
      const path = fillTarget(target, values);
      if (hashes) {
        const hash = hashes.get(path);
        return hash === undefined ? [] : [knownFile(path, id, hash, () => render(view))];
      }
      const content = render(view);
      return isNothing(content) ? [] : [renderedFile(path, id, content)];
    }),
  );
  const output = { service: service.name, input, files };
  // What the last run saw of the service is what there is now, so it has no migrations to begin with, nor to be told of.
  if (hashes) return { files, notes: [], output };
  const { files: emitted, notes } = planMigrations(service, scopes, migrations, history);
  return { files: [...files, ...emitted], notes, output };
}
