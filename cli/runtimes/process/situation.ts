import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { lastChange } from '../code.ts';
import { exists } from '../exists.ts';
import { layoutOf } from '../layout.ts';
import { needsDatabase } from '../needs.ts';
import { bundleFinder } from './bundles/manifest.ts';
import type { Desired, ServiceSpec } from './control/protocol.ts';
import type { Situation } from './plan.ts';

interface Facts {
  /** What ought to run. */
  readonly services: readonly ServiceSpec[];
  readonly running: Desired | null;
  /** Whether a PostgreSQL of our own has to run. */
  readonly embedded: boolean;
  readonly provisioned: boolean;
}

/** Looks at what a plan depends on. */
export async function situationOf(fleet: Fleet, facts: Facts): Promise<Situation> {
  const { services, running, embedded, provisioned } = facts;
  const layout = layoutOf(fleet.root);
  const findBundle = bundleFinder(layout);
  const withDatabase = fleet.services.filter(needsDatabase).map(({ name }) => name);
  return {
    services,
    running,
    provisioned,
    bundled: services.every(({ name }) => findBundle(name) !== undefined),
    embedded: embedded ? { initialised: await exists(join(layout.postgres, 'data')) } : null,
    withDatabase: new Set(withDatabase.filter((name) => services.some((spec) => spec.name === name))),
    orphans: orphansOf(fleet, running),
    changed: changedSince(fleet, running),
  };
}

function orphansOf({ services }: Fleet, running: Desired | null): readonly string[] {
  const known = new Set(services.map(({ name }) => name));
  return (running?.services ?? []).map(({ spec }) => spec.name).filter((name) => !known.has(name));
}

/** Services whose code, or that of the library they share, is younger than their process. */
function changedSince(fleet: Fleet, running: Desired | null): ReadonlySet<string> {
  if (!running || running.services.length === 0) return new Set();
  const shared = lastChange(join(fleet.root, 'shared'));
  const changed = running.services.filter(({ spec, startedAt }) => {
    return startedAt !== null && Math.max(shared, lastChange(spec.folder)) > startedAt;
  });
  return new Set(changed.map(({ spec }) => spec.name));
}
