import { basename, dirname } from 'node:path';
import { ConfigError, type Finding, pathFrom } from '../config/findings.ts';
import { inspectEverywhere } from '../config/inspect.ts';
import { inspectFile } from '../config/inspect-file.ts';
import { DEFAULT_ENVIRONMENT, type Location, locate } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { readConfig } from '../config/read.ts';
import type { Addition, Config } from '../edit/add/addition.ts';
import type { Move } from '../edit/files/moving-tree.ts';
import { type RenamedFiles, renameFiles } from '../edit/files/rename-files.ts';
import { outlineOf } from '../edit/outline.ts';
import type { Renaming } from '../edit/rename.ts';
import { openSource } from '../edit/text/source.ts';
import { applySplices } from '../edit/text/splice.ts';
import { writeConfig } from '../edit/write-config.ts';
import { diffChanges } from '../generate/diff.ts';
import { lockFleet } from '../generate/lock.ts';
import { type Break, breaksOf } from '../generate/plan/contracts/contracts.ts';
import { openTree, type Tree } from '../generate/tree.ts';
import type { Narrator } from '../narrator.ts';
import { raiseVersions, refuseBreaks } from './event-breaks.ts';
import { carryOut, type Generation, plannerIn, prepareFor, refuseUpgrade, summarise } from './generate.ts';
import { refuseLosses } from './losses.ts';

export interface EditOptions {
  /** Found above the current folder unless given. */
  readonly file?: string | undefined;
  /** Show what would be done, and write nothing. */
  readonly dryRun: boolean;
  /** Generate the code afterwards. */
  readonly generate: boolean;
  /** Let migrations drop columns and tables with what is in them. */
  readonly allowDestructive: boolean;
  /** Show the change of the config as a diff, which takes git. */
  readonly diff: boolean;
  readonly colour: boolean;
}

/** A change that has been thought out and not yet made. */
export interface PlannedEdit extends Addition {
  /** The developer's files move with it, and keep their edits. */
  readonly rename?: Renaming;
}

/** What an edit has led to. */
export interface Edited {
  readonly file: string;
  readonly what: string;
  /** Of the config, as a unified diff; null where nobody asked for it. */
  readonly diff: string | null;
  readonly written: boolean;
  /** Null: nothing was generated. */
  readonly generation: Generation | null;
  readonly notes: readonly string[];
  /** Files and folders of the developer's that have another path. */
  readonly moves: readonly Move[];
  /** Lines of theirs that still use an old name. */
  readonly leftOver: readonly string[];
}

/**
 * Changes the config and what is generated from it. All that can go wrong is found out before anything is written: mistakes
 * in the new config, and what keeps the code from being generated. Edits that collide with new output are left with markers,
 * as `generate` leaves them; the config stays changed then.
 * @throws ConfigError with the lines of the config as it would be
 */
export async function editConfig(
  options: EditOptions,
  plan: (config: Config) => PlannedEdit | Promise<PlannedEdit>,
  narrator: Narrator,
): Promise<Edited> {
  const location = locate({ file: options.file, environment: DEFAULT_ENVIRONMENT });
  using _ = options.dryRun ? undefined : lockFleet(dirname(location.file));
  const { text, fleet: before } = readValid(location);
  const source = openSource(text);
  const config = { file: pathFrom(process.cwd(), location.file), source, outline: outlineOf(source) };
  const { splices, what, notes = [], rename } = await plan(config);
  const asked = applySplices(text, splices);
  const first = inspectEdited(asked, location);
  const tree = openTree(first.root);
  const breaks = options.generate ? newBreaks(before, first, tree) : [];
  const { text: edited, notes: raised } = raiseVersions(asked, breaks);
  const after = breaks.length > 0 ? inspectEdited(edited, location) : first;

  const change = { path: basename(location.file), action: 'update', because: '', content: edited } as const;
  const diff = options.diff ? diffChanges([change], tree, { colour: options.colour }) : null;
  const renamed = rename && renamedFiles(rename, before, after, tree);
  const prepared = options.generate
    ? prepareFor(after, renamed?.tree ?? tree, { allowDestructive: options.allowDestructive })
    : undefined;
  const result = { file: location.file, what, diff, notes: [...notes, ...raised], moves: renamed?.moves ?? [] };
  if (options.dryRun) {
    const generation = prepared ? summarise(prepared.proposal, prepared.proposal.changes) : null;
    return { ...result, written: false, generation, leftOver: [] };
  }
  if (prepared) refuseBreaks(after, prepared.proposal.breaks);
  if (prepared) refuseUpgrade(prepared);
  if (prepared) refuseLosses(prepared.proposal.losses, options.allowDestructive);
  writeConfig(location.file, edited);
  try {
    renamed?.carry();
    const generation = prepared ? await carryOut({ ...prepared, tree }, narrator) : null;
    return { ...result, written: true, generation, leftOver: renamed?.leftOver() ?? [] };
  } catch (error) {
    narrator.warn(`${config.file} has the change already (${what}): it is the code that is left to finish`);
    throw error;
  }
}

/** What the edit breaks, not what somebody has changed by hand before and not generated yet. */
function newBreaks(before: Fleet, after: Fleet, tree: Tree): readonly Break[] {
  const keyOf = ({ contract, differences }: Break) => JSON.stringify([contract, differences]);
  const known = new Set(breaksOf(before, tree).map(keyOf));
  return breaksOf(after, tree).filter((each) => !known.has(keyOf(each)));
}

function renamedFiles(rename: Renaming, before: Fleet, after: Fleet, tree: Tree): RenamedFiles {
  const plan = plannerIn(after.root);
  const withFiles = (fleet: Fleet) => ({ fleet, files: plan(fleet) });
  return renameFiles(rename, withFiles(before), withFiles(after), tree);
}

/** The text of a config without mistakes: one with some has to be corrected before a command can change it. */
function readValid(location: Location): { text: string; fleet: Fleet } {
  const read = readConfig(location.file);
  const { fleet, findings } = inspectFile(location, read, inspectEverywhere);
  if (!fleet || !('text' in read)) throw new ConfigError(findings);
  return { text: read.text, fleet };
}

/** @throws ConfigError with the lines of the config as it would be */
function inspectEdited(text: string, location: Location): Fleet {
  const { file, environment } = location;
  const { fleet, findings } = inspectEverywhere({ text, file, environment, variables: process.env });
  if (!fleet) throw wouldBeWrong(location, text, findings);
  return fleet;
}

function wouldBeWrong({ file }: Location, text: string, findings: readonly Finding[]): ConfigError {
  const mistakes = findings.length === 1 ? 'a mistake' : `${findings.length} mistakes`;
  const message = `${basename(file)} would have ${mistakes}, so nothing was written.`;
  return new ConfigError(findings, 'correct what is wrong in these lines, and type the command again', {
    text,
    message,
  });
}
