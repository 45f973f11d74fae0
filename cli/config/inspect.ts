import { dirname } from 'node:path';
import { buildTree } from './build-tree.ts';
import { checkSchema } from './check-schema.ts';
import type { Config, Draft } from './draft.ts';
import { environmentsOf, overlay } from './environments.ts';
import { type Finding, inOrder } from './findings.ts';
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
export function inspectConfig({ text, file, environment, variables }: Source): Inspection {
  const report = (mistakes: readonly TextMistake[]) => inOrder(mistakes.map((mistake) => ({ file, ...mistake })));

  const parsed = parseYaml(text);
  if ('mistakes' in parsed) return { findings: report(parsed.mistakes), environments: [] };
  const built = buildTree(parsed);
  if (built.tree.kind !== 'map') {
    return { findings: report([...built.mistakes, ...noMapping(built.tree)]), environments: [] };
  }

  const environments = environmentsOf(built.tree);
  const overlaid = overlay(built.tree, environment);
  const filled = fillIn(overlaid.tree, variables);
  const { value, mistakes } = checkSchema(filled.tree);
  const broken = RULES.flatMap((rule) => [...rule(value as Draft)]);
  const placed = [...overlaid.mistakes, ...mistakes, ...broken].flatMap((mistake) => place(mistake, filled.tree));

  const findings = report([...built.mistakes, ...filled.mistakes, ...placed]);
  if (findings.length > 0) return { findings, environments };
  // Nothing was cut out, so the draft is the whole config.
  const fleet = resolveFleet(value as Config, { root: dirname(file), file, environment });
  return { findings, fleet, environments };
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
function place({ path, at, code, message, suggestion }: Mistake, tree: Tree): TextMistake[] {
  const found = find(tree, path);
  if (!found) throw new Error(`Nothing stands at ${path.join('.')}`);
  const { keyAt, value } = found;
  if (at !== 'key' && value.kind === 'scalar' && value.unresolved) return [];
  const position = at === 'key' ? keyAt : value.at;
  return [{ ...position, code, message, ...(suggestion === undefined ? {} : { suggestion }) }];
}
