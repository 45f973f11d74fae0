import { basename, dirname } from 'node:path';
import { addedBy, ConfigError, type Finding, inOrder, pathFrom } from '../config/findings.ts';
import { inspectConfig } from '../config/inspect.ts';
import { inspectFile } from '../config/inspect-file.ts';
import { DEFAULT_ENVIRONMENT, type Location, locate } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { readConfig } from '../config/read.ts';
import type { Config } from '../edit/add/addition.ts';
import type { Move } from '../edit/files/moving-tree.ts';
import { renameFiles } from '../edit/files/rename-files.ts';
import { outlineOf } from '../edit/outline.ts';
import type { Renaming } from '../edit/rename.ts';
import { openSource } from '../edit/text/source.ts';
import { applySplices, type Splice } from '../edit/text/splice.ts';
import { writeConfig } from '../edit/write-config.ts';
import { diffChanges } from '../generate/diff.ts';
import { lockFleet } from '../generate/lock.ts';
import { openTree } from '../generate/tree.ts';
import type { Narrator } from '../narrator.ts';
import { carryOut, type Generation, plannedFiles, prepareFor, refuseUpgrade, summarise } from './generate.ts';

export interface EditOptions {
  /** Found above the current folder unless given. */
  readonly file?: string | undefined;
  /** Show what would be done, and write nothing. */
  readonly dryRun: boolean;
  /** Generate the code afterwards. */
  readonly generate: boolean;
  readonly colour: boolean;
}

/** A change that has been thought out and not yet made. */
export interface PlannedEdit {
  readonly splices: readonly Splice[];
  /** What is done, in the words of a sentence without its verb. */
  readonly what: string;
  /** What no file can say, one line each. */
  readonly notes?: readonly string[];
  /** The developer's files move with it, and keep their edits. */
  readonly rename?: Renaming;
}

/** What an edit has led to. */
export interface Edited {
  readonly file: string;
  readonly what: string;
  /** Of the config, as a unified diff. */
  readonly diff: string;
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
  const edited = applySplices(text, splices);
  const after = inspectAll(edited, location, (findings) => wouldBeWrong(location, edited, findings));

  const tree = openTree(after.root);
  const change = { path: basename(location.file), action: 'update', because: '', content: edited } as const;
  const diff = diffChanges([change], tree, { colour: options.colour });
  const renamed = rename && renameFiles(rename, withFiles(before), withFiles(after), tree);
  const afterChange = (error: unknown): never => {
    narrator.warn(`${config.file} has the change already (${what}): it is the code that is left to finish`);
    throw error;
  };
  const prepared = options.generate ? prepareFor(after, renamed?.tree ?? tree) : undefined;
  const result = { file: location.file, what, diff, notes, moves: renamed?.moves ?? [] };
  if (options.dryRun) {
    const generation = prepared ? summarise(prepared.proposal, prepared.proposal.changes) : null;
    return { ...result, written: false, generation, leftOver: [] };
  }
  if (prepared) refuseUpgrade(prepared);
  writeConfig(location.file, edited);
  renamed?.carry();
  const generation = prepared ? await carryOut({ ...prepared, tree }, narrator).catch(afterChange) : null;
  return { ...result, written: true, generation, leftOver: renamed?.leftOver() ?? [] };
}

const withFiles = (fleet: Fleet) => ({ fleet, files: plannedFiles(fleet) });

/** The text of a config without mistakes: one with some has to be corrected before a command can change it. */
function readValid(location: Location): { text: string; fleet: Fleet } {
  const read = readConfig(location.file);
  if (!('text' in read)) throw new ConfigError(inspectFile(location, read).findings);
  const fleet = inspectAll(read.text, location, (findings) => new ConfigError(findings));
  return { text: read.text, fleet };
}

/** The fleet of development, when there is no mistake in any environment. */
function inspectAll(text: string, { file }: Location, refuse: (findings: readonly Finding[]) => ConfigError): Fleet {
  const inspect = (environment: string) => inspectConfig({ text, file, environment, variables: process.env });
  const { fleet, findings, environments } = inspect(DEFAULT_ENVIRONMENT);
  const others = environments.filter((name) => name !== DEFAULT_ENVIRONMENT);
  const all = [...findings, ...others.flatMap((name) => addedBy(name, inspect(name).findings, findings))];
  if (!fleet || all.length > 0) throw refuse(inOrder(all));
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
