import { relative } from 'node:path';
import { AuroraError } from '../errors.ts';
import type { FindingCode } from './codes.ts';

/** One mistake in the config, as `--json` shows it. */
export interface Finding {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  readonly code: FindingCode;
  readonly message: string;
  /** What was probably meant, ready to be pasted. */
  readonly suggestion?: string;
}

/** `file:line:column  code  what is wrong  (did you mean …)`; the file as one would type it from `folder`. */
export function formatFinding(finding: Finding, folder = process.cwd()): string {
  const file = pathFrom(folder, finding.file);
  const hint = finding.suggestion === undefined ? '' : `  (did you mean ${finding.suggestion}?)`;
  return `${file}:${finding.line}:${finding.column}  ${finding.code}  ${finding.message}${hint}`;
}

/** All that is wrong with the config, at once. */
export class ConfigError extends AuroraError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], next = nextAfter(findings)) {
    super('config_invalid', summary(findings), {
      exit: 'config',
      details: findings.map((finding) => formatFinding(finding)),
      facts: { findings },
      next,
    });
    this.findings = findings;
  }
}

function nextAfter([first]: readonly Finding[]): string {
  if (first?.code !== 'file_missing') return 'aurora config validate';
  return 'go to a folder with a fleet, or name its config with --config or AURORA_CONFIG';
}

/** In the order of the file, each once: an environment is looked at where it stands and where it is laid over the rest. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const first = new Map(findings.toReversed().map((finding) => [keyOf(finding), finding]));
  return [...first.values()].toSorted(
    (a, b) => a.line - b.line || a.column - b.column || keyOf(a).localeCompare(keyOf(b)),
  );
}

const keyOf = ({ line, column, code, message }: Finding): string => `${line}:${column} ${code} ${message}`;

function summary(findings: readonly Finding[]): string {
  const [first] = findings;
  if (!first || first.code === 'file_missing') return first?.message ?? 'The config cannot be used';
  return `${pathFrom(process.cwd(), first.file)} has ${findings.length === 1 ? 'a mistake' : `${findings.length} mistakes`}`;
}

function pathFrom(folder: string, file: string): string {
  const shorter = relative(folder, file);
  return shorter.startsWith('..') ? file : shorter;
}
