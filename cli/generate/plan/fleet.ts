import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import type { Template } from '../templates/load.ts';
import { assertDistinctPaths, assertDistinctTypes } from './distinct.ts';
import { kindOf } from './kind.ts';
import { type History, isNothing, planMigrations } from './migrations.ts';
import { scopesOf } from './scopes.ts';
import { fillTarget } from './target.ts';
import { viewFleet } from './view/fleet.ts';

export interface FleetPlan {
  /** Sorted by path. */
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
}

/** Pure: the same fleet, templates and history give the same bytes. */
export function planFleet(fleet: Fleet, templates: readonly Template[], history: History): FleetPlan {
  fleet.services.forEach(assertDistinctTypes);
  const plans = fleet.services.map((service) => planService(fleet, service, templates, history));
  const files = [...planWhole(fleet, templates), ...plans.flatMap((plan) => plan.files)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  assertDistinctPaths(files);
  return { files, notes: plans.flatMap((plan) => plan.notes) };
}

/** Files of the fleet as a whole. */
function planWhole(fleet: Fleet, templates: readonly Template[]): PlannedFile[] {
  const view = { fleet: viewFleet(fleet) };
  return templates
    .filter(({ set }) => set === 'fleet')
    .map(({ id, target, render }) => ({ path: target, kind: kindOf(target), template: id, content: render(view) }));
}

function planService(fleet: Fleet, service: Service, all: readonly Template[], history: History): FleetPlan {
  const templates = all.filter(({ set }) => set === 'service' || set === service.kind);
  const migrations = templates.filter(({ target }) => target.startsWith('migrations/'));
  const scopes = scopesOf(fleet, service);
  const sources = templates.filter((template) => !migrations.includes(template));

  const files = sources.flatMap((template) =>
    scopes(template.target).flatMap(({ values, view }) => {
      const path = fillTarget(template.target, values);
      const content = template.render(view);
      return isNothing(content) ? [] : [{ path, kind: kindOf(path), template: template.id, content }];
    }),
  );
  const { files: emitted, notes } = planMigrations(service, scopes, migrations, history);
  return { files: [...files, ...emitted], notes };
}
