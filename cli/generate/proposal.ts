import type { Fleet } from '../config/model.ts';
import type { Change } from './contract.ts';
import { dependencyOf } from './dependency.ts';
import { fingerprint } from './fingerprint.ts';
import type { KnownOutputs, Output } from './known-outputs.ts';
import type { Break } from './plan/contracts/contracts.ts';
import { type Loss, planFleet } from './plan/fleet.ts';
import { type Provenance, TEMPLATES_ALONE } from './provenance.ts';
import type { MergeTask } from './reconcile/merge.ts';
import { reconcile } from './reconcile/reconcile.ts';
import type { ManifestEntry } from './record/manifest.ts';
import { printModel } from './record/model.ts';
import { nextRecord } from './record/next.ts';
import { planOverrides } from './record/overrides.ts';
import type { Pending } from './record/pending.ts';
import { readRecord } from './record/read.ts';
import type { Template } from './templates/load.ts';
import type { Tree } from './tree.ts';

/** Everything that a run would do; `--check`, `--diff` and `--dry-run` stop here. */
export interface Proposal {
  /** Of the fleet's files, sorted by path. */
  readonly changes: readonly Change[];
  readonly unchanged: number;
  /** Of `.aurora/generated/`, in the order in which they may be applied, and only after all of the above. */
  readonly record: readonly Change[];
  /** What stands in `pending.json` while the changes are applied, and after them if they hold a conflict. */
  readonly pending: { readonly during: Pending; readonly after: Pending };
  /** What the developer has to do that no file can say, one line each. */
  readonly notes: readonly string[];
  /** What of it would break those who listen to events: then none of it may be applied. */
  readonly breaks: readonly Break[];
  /** What of databases goes with all that is in it. */
  readonly losses: readonly Loss[];
  /** Versions of the package: of the last run, null where that is not known, and of this one. */
  readonly from: string | null;
  readonly to: string;
  /** Behind the changes that are conflicts. */
  readonly conflicts: readonly MergeTask[];
  /** What was rendered, for the memory of outputs once all is applied. */
  readonly outputs: readonly Output[];
}

export function propose(
  fleet: Fleet,
  templates: readonly Template[],
  tree: Tree,
  known?: KnownOutputs,
  from: Provenance = TEMPLATES_ALONE,
): Proposal {
  const record = readRecord(tree);
  const history = {
    model: record.model,
    dependency: from.dependency ?? dependencyOf(tree),
    emitted: (path: string) => record.manifest.has(path),
    list: tree.list,
    read: tree.read,
    upgrades: from.upgrades,
  };
  const plan = planFleet(fleet, templates, history, known);
  const files = [...plan.files, ...from.copies];
  const overrides = planOverrides(from.own, record.head.overrides, tree);
  const reconciled = reconcile(files, record, tree, from.upgrades);
  const { changes, unchanged, entries, merges, conflicts } = reconciled;

  const written = new Set(changes.filter((change) => change.content !== null).map((change) => change.path));
  const begun = distinct([...record.pending.files, ...entries.filter(({ path }) => written.has(path))]);
  const gone = changes.filter(({ action }) => action === 'remove').map(({ path }) => path);
  const removed = [...new Set([...(record.pending.removed ?? []), ...gone])];
  const model = fingerprint(printModel(fleet));
  const clean = merges.filter(({ outcome }) => outcome === 'clean');
  return {
    changes,
    unchanged,
    record: [
      ...overrides.changes,
      ...nextRecord(fleet, files, { package: from.version, overrides: overrides.entries }, entries, record, tree),
    ],
    pending: {
      during: { files: begun, removed, model, merges: [...record.pending.merges, ...clean] },
      after: { files: begun, removed, model, merges: [...record.pending.merges, ...merges] },
    },
    notes: [...plan.notes, ...overrides.notes, ...reconciled.notes],
    breaks: plan.breaks,
    losses: plan.losses,
    from: record.head.package,
    to: from.version,
    conflicts,
    outputs: plan.outputs,
  };
}

function distinct(entries: readonly ManifestEntry[]): ManifestEntry[] {
  return [...new Map(entries.map((entry) => [`${entry.path} ${entry.hash}`, entry])).values()];
}
