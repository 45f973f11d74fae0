import { type Document, LineCounter, type ParsedNode, parseDocument, type YAMLError } from 'yaml';
import type { FindingCode } from './codes.ts';
import type { Position } from './tree.ts';

/** A mistake that has a place in the text but no key yet. */
export interface TextMistake<Code extends string = FindingCode> extends Position {
  readonly code: Code;
  readonly message: string;
  readonly suggestion?: string;
}

export interface Parsed {
  readonly document: Document.Parsed<ParsedNode>;
  readonly position: (offset: number) => Position;
}

/** YAML 1.2 with its core schema: no dates, no binaries, no types of anybody's own. */
export function parseYaml(text: string): Parsed | { readonly mistakes: readonly TextMistake[] } {
  const position = positionsIn(text);
  const document = parseDocument(text, {
    schema: 'core',
    resolveKnownTags: false,
    // The tree finds duplicate keys itself, together with all other mistakes.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length === 0) return { document, position };
  return { mistakes: withoutFollowers(problems, (problem) => describe(problem, text, position)) };
}

/** The parser's own count misses a line now and then where the text is no YAML. */
function positionsIn(text: string): (offset: number) => Position {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return (offset) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line, column: col };
  };
}

function describe({ message, pos: [offset] }: YAMLError, text: string, position: Parsed['position']): TextMistake {
  const braces = /^\{[A-Za-z_][^{}\n]*\}/.exec(text.slice(offset, offset + 200))?.[0];
  if (braces !== undefined && text[offset - 1] === '$') {
    const reason = 'between { } or [ ] a variable needs quotes';
    return { ...position(offset - 1), code: 'yaml_syntax', message: reason, suggestion: `'$${braces}'` };
  }
  const reason = message.replace('; please use YAML.parseAllDocuments()', ', a config is one');
  return { ...position(offset), code: 'yaml_syntax', message: `${reason.charAt(0).toLowerCase()}${reason.slice(1)}` };
}

/** One slip makes the parser stumble over the rest of the line, and leave the document before its end. */
function withoutFollowers(
  problems: readonly YAMLError[],
  describe: (problem: YAMLError) => TextMistake,
): TextMistake[] {
  const lines = new Map<number, TextMistake>();
  for (const problem of problems.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const mistake = describe(problem);
    const follows = lines.has(mistake.line) || (lines.size > 0 && problem.message.includes('in YAML stream'));
    if (!follows) lines.set(mistake.line, mistake);
  }
  return [...lines.values()];
}
