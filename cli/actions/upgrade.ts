import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { requireCleanTree } from '../generate/clean-tree.ts';
import { diffChanges } from '../generate/diff.ts';
import { lockFleet } from '../generate/lock.ts';
import { PENDING } from '../generate/record/paths.ts';
import { openTree } from '../generate/tree.ts';
import type { Narrator } from '../narrator.ts';
import { packageJson } from '../package.ts';
import { refuseBreaks } from './event-breaks.ts';
import {
  type ConfigFile,
  carryOut,
  type FileChange,
  type Generation,
  loadDevelopment,
  type Prepared,
  prepareFor,
  summarise,
} from './generate.ts';

export interface Upgrade extends Generation {
  /** Version of the package that the fleet came from; null: not known. */
  readonly from: string | null;
  readonly to: string;
  /** What is left to do, one line each. */
  readonly todo: readonly string[];
}

/** Brings the fleet what the installed package has: templates' output, `shared/`, the launcher, the files of the root. */
export async function upgrade(config: ConfigFile, options: { force: boolean }, narrator: Narrator): Promise<Upgrade> {
  const fleet = await loadDevelopment(config);
  using _ = lockFleet(fleet.root);
  const prepared = prepare(fleet);
  const { changes, record } = prepared.proposal;
  // What an upgrade has left that was cut off, or met a conflict, is its own.
  const goesOn = existsSync(join(fleet.root, PENDING));
  if (changes.length + record.length > 0 && !options.force && !goesOn) requireCleanTree(fleet.root);
  return told(prepared, await carryOut(prepared, narrator));
}

/** What `upgrade` would write and remove, and why. */
export async function previewUpgrade(config: ConfigFile): Promise<Upgrade> {
  const prepared = prepare(await loadDevelopment(config));
  const changes = prepared.proposal.changes.filter(({ action }) => action !== 'absent');
  return told(prepared, summarise(prepared.proposal, changes.length > 0 ? changes : prepared.proposal.record));
}

/** What `upgrade` would change, as a unified diff. */
export async function diffUpgrade(config: ConfigFile, options: { colour: boolean }): Promise<string> {
  const { proposal, tree } = prepare(await loadDevelopment(config));
  return diffChanges(proposal.changes, tree, options);
}

function prepare(fleet: Fleet): Prepared {
  const prepared = prepareFor(fleet, openTree(fleet.root), { upgrades: true });
  refuseBreaks(fleet, prepared.proposal.breaks);
  return prepared;
}

function told({ proposal: { from, to } }: Prepared, run: Generation): Upgrade {
  return { ...run, from, to, todo: todoAfter(run.changes, from !== null && from !== to) };
}

function todoAfter(changes: readonly FileChange[], isNewer: boolean): string[] {
  const packages = changes.some(({ path }) => /(^|\/)package\.json$/.test(path));
  const migrations = changes.some(({ path }) => path.startsWith('migrations/'));
  return [
    ...(isNewer ? [`read what has changed: node_modules/${packageJson().name}/CHANGELOG.md`] : []),
    ...(packages ? ['npm install'] : []),
    ...(migrations ? ['aurora migrate up, or the next aurora up, changes the databases'] : []),
    ...(changes.some(({ action }) => action !== 'absent') ? ['npm test, look at git diff, and commit'] : []),
  ];
}
