import { join } from 'node:path';
import { loadFleet } from '../config/load.ts';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { apply } from '../generate/apply.ts';
import type { Change, ChangeAction, PlannedFile } from '../generate/contract.ts';
import { diffChanges } from '../generate/diff.ts';
import { stageConflicts, stagePending, unstagePending } from '../generate/index-stages.ts';
import { openOutputMemory } from '../generate/known-outputs.ts';
import { lockFleet } from '../generate/lock.ts';
import { planFleet } from '../generate/plan/fleet.ts';
import { type Proposal, propose } from '../generate/proposal.ts';
import { provenanceOf, type RunOptions } from '../generate/provenance.ts';
import { PENDING } from '../generate/record/paths.ts';
import { knownToGit, printPending } from '../generate/record/pending.ts';
import { loadTemplates } from '../generate/templates/load.ts';
import { OWN_TEMPLATES, readOwnTemplates } from '../generate/templates/own.ts';
import { openTree, type Tree } from '../generate/tree.ts';
import type { Narrator } from '../narrator.ts';
import { packageRoot } from '../package.ts';
import { refuseBreaks } from './event-breaks.ts';
import { refuseLosses } from './losses.ts';

export interface Generation {
  readonly changes: readonly FileChange[];
  /** Files that stand as they should. */
  readonly unchanged: number;
  /** What no file can say, one line each. */
  readonly notes: readonly string[];
}

export interface FileChange {
  readonly path: string;
  readonly action: ChangeAction;
  readonly because: string;
}

export interface ConfigFile {
  /** Found above the current folder unless given. */
  readonly file?: string | undefined;
}

/** Brings the files of the fleet in line with its config. Throws, with the markers in place, where edits and output collide. */
export async function generate(config: ConfigFile, narrator: Narrator, options?: RunOptions): Promise<Generation> {
  const fleet = await loadDevelopment(config);
  using _ = lockFleet(fleet.root);
  const prepared = prepareFor(fleet, openTree(fleet.root), options);
  refuseBreaks(fleet, prepared.proposal.breaks);
  return await carryOut(prepared, narrator);
}

/** Writes what was prepared. Throws, with the markers in place, where edits and output collide. */
export async function carryOut(prepared: Prepared, narrator: Narrator): Promise<Generation> {
  const { root, proposal, tree, options, remember } = prepared;
  refuseUpgrade(prepared);
  refuseLosses(proposal.losses, options.allowDestructive);
  await narrator.step('generate', async (step) => {
    step.note(`${proposal.changes.length} of ${proposal.changes.length + proposal.unchanged} files change`);
    apply(proposal, tree);
  });
  const conflicts = proposal.changes.filter(({ action }) => action === 'conflict');
  if (conflicts.length > 0) {
    const staged = stageConflicts(root, proposal.conflicts);
    if (staged.size > 0) {
      tree.write(PENDING, printPending(knownToGit(proposal.pending.after, staged)));
      stagePending(root);
    }
    throw conflictError(conflicts, options.upgrades ? 'aurora upgrade' : 'aurora generate');
  }
  if (proposal.record.some(({ path }) => path === PENDING)) unstagePending(root);
  remember();
  return summarise(proposal, proposal.changes);
}

/** @throws AuroraError `upgrade_needed` where another Aurora has generated the fleet */
export function refuseUpgrade({ proposal: { from, to }, options }: Prepared): void {
  if (from !== null && from !== to && !options.upgrades) throw upgradeNeeded(from, to);
}

/** What `generate` would write and remove, and why. */
export async function previewGeneration(config: ConfigFile): Promise<Generation> {
  const { proposal } = await prepare(config);
  return summarise(proposal, proposal.changes);
}

/** How the files differ from what the config asks for: nothing if the last `generate` came after the last change. */
export async function findDrift(config: ConfigFile): Promise<Generation> {
  const { proposal } = await prepare(config);
  const drift = [...proposal.changes, ...proposal.record].filter(({ action }) => action !== 'absent');
  return summarise(proposal, drift);
}

/** What `generate` would change, as a unified diff. */
export async function diffGeneration(config: ConfigFile, options: { colour: boolean }): Promise<string> {
  const { proposal, tree } = await prepare(config);
  return diffChanges(proposal.changes, tree, options);
}

export interface Prepared {
  readonly root: string;
  readonly options: RunOptions;
  readonly proposal: Proposal;
  readonly tree: Tree;
  /** For the next run, once this one has come to its end. */
  remember(): void;
}

async function prepare(config: ConfigFile): Promise<Prepared> {
  const fleet = await loadDevelopment(config);
  const prepared = prepareFor(fleet, openTree(fleet.root));
  refuseBreaks(fleet, prepared.proposal.breaks);
  return prepared;
}

/** The code is the same in every environment, so no overlay but development's own has a say in it. */
export function loadDevelopment({ file }: ConfigFile): Promise<Fleet> {
  return loadFleet({ file, environment: DEFAULT_ENVIRONMENT });
}

/** What the fleet of development asks of the files; writes nothing. */
export function prepareFor(fleet: Fleet, tree: Tree, options: RunOptions = {}): Prepared {
  const { root } = fleet;
  const provenance = provenanceOf(root, options);
  const folder = join(packageRoot, 'templates');
  const folders = provenance.own.length > 0 ? [folder, join(root, OWN_TEMPLATES)] : [folder];
  const memory = openOutputMemory(root, tree, folders);
  const templates = loadTemplates(folder, provenance.own);
  const proposal = propose(fleet, templates, tree, memory.recall(), provenance);
  return { root, options, proposal, tree, remember: () => memory.remember(proposal.outputs) };
}

/** What the templates make of fleets of a folder, as if for the first time; writes nothing. */
export function plannerIn(root: string): (fleet: Fleet) => readonly PlannedFile[] {
  const history = { model: null, emitted: () => false, list: () => [], read: () => null };
  const templates = loadTemplates(join(packageRoot, 'templates'), readOwnTemplates(packageRoot, root));
  return (fleet) => planFleet(fleet, templates, history).files;
}

export function summarise({ unchanged, notes }: Proposal, changes: readonly Change[]): Generation {
  return { changes: changes.map(({ path, action, because }) => ({ path, action, because })), unchanged, notes };
}

function upgradeNeeded(from: string, to: string): AuroraError {
  return new AuroraError('upgrade_needed', `The fleet is of Aurora ${from}, and this is ${to}.`, {
    exit: 'failed',
    details: ['generate would bring the changes of the config and those of Aurora at once'],
    next: 'aurora upgrade',
  });
}

function conflictError(conflicts: readonly Change[], again: string): AuroraError {
  const files = conflicts.length === 1 ? '1 file holds' : `${conflicts.length} files hold`;
  return new AuroraError('generate_conflicts', `${files} conflicts between your edits and the new output.`, {
    exit: 'failed',
    details: conflicts.map(({ path, because }) => `${path}: ${because}`),
    next: `resolve the markers (<<<<<<<), then ${again}`,
  });
}
