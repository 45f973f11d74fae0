import { dirname } from 'node:path';
import { buildTree } from './build-tree.ts';
import { checkSchema } from './check-schema.ts';
import type { Config, Draft } from './draft.ts';
import { environmentsOf, overlay } from './environments.ts';
import { addedBy, type Finding, inOrder } from './findings.ts';
import type { Mistake } from './mistake.ts';
import type { Fleet } from './model.ts';
import { parseYaml, type TextMistake } from './parse.ts';
import { resolveFleet } from './resolve.ts';
import { RULES } from './rules/index.ts';
import { find, type MapNode, type Tree } from './tree.ts';
import { substitute, type Variables } from './variables.ts';

export interface Source {
  readonly text: string;
  /** Absolute path of the config file. */
  readonly file: string;
  readonly environment: string;
  readonly variables: Variables;
}

export interface Inspection {
  /** All that is wrong, in the order of the file. */
  readonly findings: readonly Finding[];
  /** Only of a config without findings. */
  readonly fleet?: Fleet;
  /** Those that can be chosen, as far as the file could be read. */
  readonly environments: readonly string[];
}

/** From the text to the fleet, or to every mistake that keeps it from being one. Touches nothing outside. */
export function inspectConfig(source: Source): Inspection {
  const read = readTree(source);
  return 'findings' in read ? read : inspectTree(read, source);
}

/** The same, and whatever is wrong in any other environment that the file knows: only without that there is a fleet. */
export function inspectEverywhere(source: Source): Inspection {
  const read = readTree(source);
  if ('findings' in read) return read;
  const { fleet, ...chosen } = inspectTree(read, source);
  const others = chosen.environments.filter((name) => name !== source.environment);
  const added = others.flatMap((environment) =>
    addedBy(environment, inspectTree(read, { ...source, environment }).findings, chosen.findings),
  );
  if (added.length > 0) return { ...chosen, findings: inOrder([...chosen.findings, ...added]) };
  return { ...chosen, ...(fleet && { fleet }) };
}

interface ReadTree {
  readonly tree: MapNode;
  readonly mistakes: readonly TextMistake[];
}

function readTree({ text, file }: Source): ReadTree | Inspection {
  const parsed = parseYaml(text);
  if ('mistakes' in parsed) return { findings: report(file, parsed.mistakes), environments: [] };
  const { tree, mistakes } = buildTree(parsed);
  if (tree.kind === 'map') return { tree, mistakes };
  return { findings: report(file, [...mistakes, ...noMapping(tree)]), environments: [] };
}

function inspectTree(read: ReadTree, { file, environment, variables }: Source): Inspection {
  const environments = environmentsOf(read.tree);
  const overlaid = overlay(read.tree, environment);
  const filled = fillIn(overlaid.tree, variables);
  const { value, mistakes } = checkSchema(filled.tree);
  const broken = RULES.flatMap((rule) => [...rule(value as Draft)]);
  const placed = [...overlaid.mistakes, ...mistakes, ...broken].flatMap((mistake) => place(mistake, filled.tree));

  const findings = report(file, [...read.mistakes, ...filled.mistakes, ...placed]);
  if (findings.length > 0) return { findings, environments };
  // Nothing was cut out, so the draft is the whole config.
  const fleet = resolveFleet(value as Config, { root: dirname(file), file, environment });
  return { findings, fleet, environments };
}

function report(file: string, mistakes: readonly TextMistake[]): Finding[] {
  return inOrder(mistakes.map((mistake) => ({ file, ...mistake })));
}

function noMapping(tree: Exclude<Tree, MapNode>): TextMistake[] {
  if (tree.kind === 'scalar' && tree.unresolved) return [];
  if (tree.kind === 'scalar' && tree.value === null) {
    return [{ line: 1, column: 1, code: 'empty_file', message: 'the file says nothing' }];
  }
  const found = tree.kind === 'list' ? 'a list' : 'a single value';
  return [{ ...tree.at, code: 'not_a_mapping', message: `a config is keys with values, not ${found}` }];
}

/** Variables are looked up for what is in force; those of other environments need not be set here. */
function fillIn(tree: MapNode, variables: Variables): { tree: Tree; mistakes: TextMistake[] } {
  const inForce = new Map(tree.entries);
  const environments = inForce.get('environments');
  inForce.delete('environments');
  const filled = substitute({ ...tree, entries: inForce }, variables);
  if (!environments || filled.tree.kind !== 'map') return filled;
  const aside = substitute(environments.value, variables);
  const entries = new Map(filled.tree.entries).set('environments', { ...environments, value: aside.tree });
  const mistakes = aside.mistakes.filter(({ code }) => code !== 'missing_variable');
  return { tree: { ...filled.tree, entries }, mistakes: [...filled.mistakes, ...mistakes] };
}

/** From the key to the line. What follows from a value that was told already is not told again. */
export function place<Code extends string>(
  { path, at, code, message, suggestion }: Mistake<Code>,
  tree: Tree,
): TextMistake<Code>[] {
  const found = find(tree, path);
  if (!found) throw new Error(`Nothing stands at ${path.join('.')}`);
  const { keyAt, value } = found;
  if (at !== 'key' && value.kind === 'scalar' && value.unresolved) return [];
  const position = at === 'key' ? keyAt : value.at;
  return [{ ...position, code, message, ...(suggestion === undefined ? {} : { suggestion }) }];
}
