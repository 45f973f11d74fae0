import { relative } from 'node:path';
import { AuroraError } from '../errors.ts';
import type { FindingCode } from './codes.ts';

/** One mistake in the config, as `--json` shows it. */
export interface Finding<Code extends string = FindingCode> {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  readonly code: Code;
  readonly message: string;
  /** What was probably meant, ready to be pasted. */
  readonly suggestion?: string;
}

/** `file:line:column  code  what is wrong  (did you mean …)`; the file as one would type it from `folder`. */
export function formatFinding(finding: Finding<string>, folder = process.cwd()): string {
  const file = pathFrom(folder, finding.file);
  const hint = finding.suggestion === undefined ? '' : `  (did you mean ${finding.suggestion}?)`;
  return `${file}:${finding.line}:${finding.column}  ${finding.code}  ${finding.message}${hint}`;
}

/** A config that nobody can look into, for it was not written. */
export interface WouldBe {
  readonly text: string;
  readonly message: string;
}

/** All that is wrong with the config, at once. */
export class ConfigError extends AuroraError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], next = nextAfter(findings), wouldBe?: WouldBe) {
    super('config_invalid', wouldBe?.message ?? summary(findings), {
      exit: 'config',
      details: findings.flatMap((finding) => [formatFinding(finding), ...lineOf(finding, wouldBe)]),
      facts: { findings },
      next,
    });
    this.findings = findings;
  }
}

function lineOf({ line }: Finding, wouldBe: WouldBe | undefined): string[] {
  return wouldBe ? [`  ${line} | ${wouldBe.text.split(/\r?\n/)[line - 1]?.trim() ?? ''}`] : [];
}

function nextAfter([first]: readonly Finding[]): string {
  if (first?.code !== 'file_missing') return 'aurora config validate';
  return 'go to a folder with a fleet, or name its config with --config or AURORA_CONFIG';
}

/** In the order of the file, each once: an environment is looked at where it stands and where it is laid over the rest. */
export function inOrder<Code extends string>(findings: readonly Finding<Code>[]): Finding<Code>[] {
  const first = new Map(findings.toReversed().map((finding) => [keyOf(finding), finding]));
  return [...first.values()].toSorted(
    (a, b) => a.line - b.line || a.column - b.column || keyOf(a).localeCompare(keyOf(b)),
  );
}

/** What another environment adds. Its variables are set where it is used, so here they may be missing. */
export function addedBy(environment: string, findings: readonly Finding[], told: readonly Finding[]): Finding[] {
  const known = new Set(told.map((finding) => formatFinding(finding)));
  return findings
    .filter((finding) => finding.code !== 'missing_variable' && !known.has(formatFinding(finding)))
    .map((finding) => ({ ...finding, message: `${finding.message} (in ${environment})` }));
}

const keyOf = ({ line, column, code, message }: Finding<string>): string => `${line}:${column} ${code} ${message}`;

function summary(findings: readonly Finding[]): string {
  const [first] = findings;
  if (!first || first.code === 'file_missing') return first?.message ?? 'The config cannot be used';
  return `${pathFrom(process.cwd(), first.file)} has ${findings.length === 1 ? 'a mistake' : `${findings.length} mistakes`}`;
}

/** A file as one would type it from a folder. */
export function pathFrom(folder: string, file: string): string {
  const shorter = relative(folder, file);
  return shorter.startsWith('..') ? file : shorter;
}
