import type { ErrorObject } from 'ajv';
import { explain, pathOf } from './explain.ts';
import type { Mistake, Path } from './mistake.ts';
import { find, plain, type Tree } from './tree.ts';
import { validate as validateConfig } from './validator.js';

/** Reported along with the mistake that they sum up, or (`uniqueItems`) told better by a rule that sees all of them. */
const SILENT = new Set(['if', 'propertyNames', 'uniqueItems']);

export type Validate = typeof validateConfig;

export interface Checked {
  /** The plain config without what was refused: of what is left, the types can be trusted. */
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
}

/** @param validate the compiled schema; absent: the config's */
export function checkSchema(tree: Tree, validate: Validate = validateConfig): Checked {
  const value = plain(tree);
  let errors = errorsOf(value, validate);
  if (readVariables(value, tree, errors)) errors = errorsOf(value, validate);
  const mistakes = errors.map((error) => explain(error, tree));
  for (const mistake of mistakes) if (mistake.at !== 'key' || mistake.code === 'unknown_key') cut(value, mistake.path);
  return { value, mistakes };
}

function errorsOf(value: unknown, validate: Validate): ErrorObject[] {
  validate(value);
  const errors = (validate.errors ?? []).filter(({ keyword }) => !SILENT.has(keyword));
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  // What is no number is not out of range as well.
  return errors.filter(({ keyword, instancePath }) => keyword === 'type' || !mistyped.has(instancePath));
}

/** The environment knows text only: where a number or a boolean is wanted, what came from there is read as one. */
function readVariables(value: unknown, tree: Tree, errors: readonly ErrorObject[]): boolean {
  let read = false;
  for (const { keyword, instancePath, params } of errors) {
    const path = pathOf(instancePath);
    const node = keyword === 'type' ? find(tree, path)?.value : undefined;
    if (node?.kind !== 'scalar' || node.written === undefined) continue;
    const text = String(node.value);
    const [typed] = [params.type].flat().flatMap((type: string) => readAs(type, text) ?? []);
    if (typed === undefined) continue;
    (parentOf(value, path) as Record<string, unknown>)[String(path.at(-1))] = typed;
    read = true;
  }
  return read;
}

function readAs(type: string, text: string): unknown {
  if (type === 'integer' && /^[-+]?\d+$/.test(text)) return Number(text);
  if (type === 'number' && /^[-+]?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true';
  return undefined;
}

function parentOf(value: unknown, path: Path): unknown {
  return path.slice(0, -1).reduce((at, step) => (at as Record<string, unknown> | undefined)?.[step], value);
}

/** Takes a value out; an item takes its list along, whose rules would otherwise count wrong. */
function cut(value: unknown, path: Path): void {
  const parent = parentOf(value, path);
  if (Array.isArray(parent)) cut(value, path.slice(0, -1));
  else if (parent && typeof parent === 'object') delete (parent as Record<string, unknown>)[String(path.at(-1))];
}
