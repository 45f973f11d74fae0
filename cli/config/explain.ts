import type { ErrorObject } from 'ajv';
import type { Schema } from './json-schema.ts';
import type { Mistake, Path } from './mistake.ts';
import { corrected } from './names.ts';
import { nearest } from './nearest.ts';
import { find, type Tree } from './tree.ts';

/** What the validator refuses, in the words of somebody who has the file in front of them. */
export function explain(error: ErrorObject, tree: Tree): Mistake {
  const within = pathOf(error.instancePath);
  const { propertyName } = error;
  const path = propertyName === undefined ? within : [...within, propertyName];
  const schema = error.parentSchema as Schema;
  const words = WORDS[error.keyword];
  if (!words) throw new Error(`Nothing explains the keyword ${error.keyword} of the config's schema`);
  if (propertyName === undefined) {
    return { path, ...words({ error, path, schema, key: nameOf(path), value: written(tree, path) }) };
  }
  return { path, at: 'key', ...words({ error, path, schema, key: 'the name', value: propertyName }) };
}

interface Subject {
  readonly error: ErrorObject;
  readonly path: Path;
  /** The schema that holds the violated keyword. */
  readonly schema: Schema;
  /** What the value is called. */
  readonly key: string;
  /** The value as written; undefined if it is a mapping or a list. */
  readonly value: unknown;
}

type Explanation = Pick<Mistake, 'code' | 'message' | 'suggestion'> & Partial<Mistake>;

const WORDS: Record<string, (subject: Subject) => Explanation> = {
  additionalProperties: unknownKey,
  required: missingKey,
  type: ({ error, key, value }) => ({
    code: 'wrong_type',
    message: `${key} must be ${typesOf(error).join(' or ')}, not ${show(value)}`,
  }),
  enum: ({ error, key, value }) => ({
    code: 'unknown_value',
    message: `${key} must be one of ${error.params.allowedValues.join(', ')}, not ${show(value)}`,
    suggestion: nearest(String(value), error.params.allowedValues),
  }),
  const: ({ error, key, value }) => ({
    code: 'unknown_value',
    message: `${key} must be ${error.params.allowedValue}, not ${show(value)}`,
  }),
  minimum: outOfRange,
  maximum: outOfRange,
  pattern: ({ error, schema, key, value }) => ({
    code: 'bad_form',
    message: `${key} ${show(value)} is not ${schema.patternErrorMessage}`,
    suggestion: corrected(String(value), error.params.pattern),
  }),
  minLength: ({ key }) => ({ code: 'empty', message: `${key} is empty` }),
  maxLength: ({ error, key, value }) => ({
    code: 'bad_form',
    message: `${key} ${show(value)} is longer than ${error.params.limit} characters`,
  }),
  minItems: ({ key }) => ({ code: 'empty', message: `${key} needs at least one entry` }),
  maxItems: ({ error, key }) => ({
    code: 'out_of_range',
    message: `${key} has more than ${error.params.limit} entries`,
  }),
  minProperties: ({ key }) => ({ code: 'empty', message: `${key} needs at least one entry` }),
};

const TYPES: Record<string, string> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
};

function typesOf({ params }: ErrorObject): string[] {
  return [params.type].flat().map((type) => TYPES[type] ?? type);
}

function unknownKey({ error, path, schema, key }: Subject): Explanation {
  const unknown: string = error.params.additionalProperty;
  const known = Object.keys(schema.properties ?? {});
  const suggestion = nearest(unknown, known);
  const message = `${key} has no ${quote(unknown)}${suggestion ? '' : `, only ${known.join(', ')}`}`;
  return { path: [...path, unknown], at: 'key', code: 'unknown_key', message, suggestion };
}

function missingKey({ error, schema, key }: Subject): Explanation {
  const missing: string = error.params.missingProperty;
  const choices = schema.properties?.[missing]?.enum;
  const message = `${key} needs ${quote(missing)}${choices ? `: ${choices.join(', ')}` : ''}`;
  return { at: 'key', code: 'missing_key', message };
}

function outOfRange({ schema: { minimum, maximum }, key, value }: Subject): Explanation {
  return { code: 'out_of_range', message: `${key} must be ${minimum} to ${maximum}, not ${show(value)}` };
}

/** JSON Pointer → path. */
export function pathOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the config';
  const isIndex = /^\d+$/.test(String(last)) && path.length > 1;
  return isIndex ? `entry ${Number(last) + 1} of ${nameOf(path.slice(0, -1))}` : quote(String(last));
}

/** A variable is shown by its name: what the environment holds may be a secret. */
function written(tree: Tree, path: Path): unknown {
  const node = find(tree, path)?.value;
  if (node?.kind !== 'scalar') return node;
  return node.written ?? node.value;
}

const quote = (text: string): string => `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;

function show(value: unknown): string {
  if (value === null) return 'nothing';
  if (typeof value === 'object') return (value as Tree).kind === 'map' ? 'a mapping' : 'a list';
  // As YAML spells it.
  return quote(Number.isNaN(value) ? '.nan' : String(value));
}
