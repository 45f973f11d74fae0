import { fitsWithin, widthOf } from './width.ts';

export type Json =
  | string
  | number
  | boolean
  | null
  | Code
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A name or a call that stands among the values of a literal. */
export class Code {
  readonly name: string;
  /** As TypeScript; absent: it is no call. */
  readonly args: readonly string[] | undefined;

  constructor(name: string, args?: readonly string[]) {
    this.name = name;
    this.args = args;
  }
}

/**
 * A value as TypeScript, laid out as the formatter would for code that starts in column `column`,
 * in a statement indented by `indent`, with `after` more characters on its last line.
 */
export function printLiteral(value: Json, column = 0, indent = 0, after = 0): string {
  const flat = printFlat(value);
  if (value === null || typeof value !== 'object' || flat === '[]' || flat === '{}') return flat;
  if (fitsWithin(column + widthOf(flat) + after) && !isMatrix(value)) return flat;

  const inner = ' '.repeat(indent + 2);
  if (value instanceof Code) {
    if (!value.args) return flat;
    return [`${value.name}(`, ...value.args.map((arg) => `${inner}${arg},`), `${' '.repeat(indent)})`].join('\n');
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (isNumbers(value)) return [open, ...filled(value, indent + 2), ' '.repeat(indent) + close].join('\n');
  const lines = Array.isArray(value)
    ? value.map((item: Json) => `${inner}${printLiteral(item, indent + 2, indent + 2, 1)},`)
    : definedEntries(value).map(([key, item]) => {
        return printProperty(key, item, indent + 2);
      });
  return [open, ...lines, ' '.repeat(indent) + close].join('\n');
}

/** One property of an object literal; a string that is too long for its line has the next one to itself. */
export function printProperty(key: string, value: Json, indent: number): string {
  const start = `${' '.repeat(indent)}${printKey(key)}:`;
  const printed = printLiteral(value, start.length + 1, indent, 1);
  // Beside a key as short as an indentation nothing is gained.
  const moves = typeof value === 'string' && key.length > 2 && !fitsWithin(start.length + 1 + widthOf(printed) + 1);
  return moves ? `${start}\n${' '.repeat(indent + 2)}${printed},` : `${start} ${printed},`;
}

/** Single quotes, unless double ones need fewer escapes. */
export function printString(text: string): string {
  const quote = count(text, "'") > count(text, '"') ? '"' : "'";
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}

function printFlat(value: Json): string {
  if (typeof value === 'string') return printString(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (value instanceof Code) return value.args ? `${value.name}(${value.args.join(', ')})` : value.name;
  if (Array.isArray(value)) return `[${value.map(printFlat).join(', ')}]`;
  const properties = definedEntries(value).map(([key, item]) => `${printKey(key)}: ${printFlat(item)}`);
  return properties.length === 0 ? '{}' : `{ ${properties.join(', ')} }`;
}

/** Several objects or arrays of more than one element each never share a line. */
function isMatrix(value: object): boolean {
  if (!Array.isArray(value) || value.length < 2) return false;
  const sizes = value.map((item) => (item && typeof item === 'object' ? Object.keys(item).length : 0));
  return sizes.every((size) => size > 1) && new Set(value.map((item) => Array.isArray(item))).size === 1;
}

function isNumbers(value: object): value is readonly number[] {
  return Array.isArray(value) && value.length > 1 && value.every((item) => typeof item === 'number');
}

/** As many on each line as there is room for. */
function filled(values: readonly number[], indent: number): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent - 1);
  for (const value of values) {
    const next = `${line} ${value},`;
    if (fitsWithin(next.length)) line = next;
    else {
      lines.push(line);
      line = `${' '.repeat(indent)}${value},`;
    }
  }
  return [...lines, line];
}

function definedEntries(value: object): [string, Json][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

export function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printString(key);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
