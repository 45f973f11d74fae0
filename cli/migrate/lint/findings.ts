import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { MigrationFile } from '../files.ts';
import type { Engine, Finding, Told } from './contract.ts';
import { PROBLEMS, type Problem } from './problems.ts';
import type { Found } from './statements.ts';

export interface FoundOn extends Found {
  readonly engine: Engine;
  readonly direction: 'up' | 'down';
}

/** What was found in a file, in words and with its place; the same on two engines once. */
export async function findingsOf(
  { service, root }: { readonly service: string; readonly root: string },
  file: MigrationFile,
  found: readonly FoundOn[],
  problems: readonly Problem[],
): Promise<Finding[]> {
  const source = found.length + problems.length > 0 ? await readFile(file.path, 'utf8') : '';
  const place = { service, migration: file.name, file: relative(root, file.path) };
  const ofFile = problems.map(({ problem, subject }): Finding => {
    const line = lineOf(source, 'allow') ?? 1;
    return {
      ...place,
      line,
      direction: 'up',
      engines: [],
      rule: problem,
      severity: 'error',
      subject,
      ...PROBLEMS[problem],
    };
  });
  const ofStatements = found.map(({ rule, subject, sql, engine, direction }): Finding => {
    const { id, severity, why, safe } = rule;
    const words = { why: inWords(why, engine), safe: inWords(safe, engine) };
    const line = lineOf(source, direction) ?? 1;
    return {
      ...place,
      line,
      direction,
      engines: [engine],
      rule: id,
      severity,
      subject,
      statement: sql.trim(),
      ...words,
    };
  });
  return merged([...ofFile, ...ofStatements]);
}

const inWords = (words: Told, engine: Engine): string => (typeof words === 'string' ? words : words[engine]);

/** Where something is exported; from 1. */
function lineOf(source: string, name: string): number | undefined {
  const at = source.search(new RegExp(`^export (async function|function|const|let) ${name}\\b`, 'm'));
  return at < 0 ? undefined : source.slice(0, at).split('\n').length;
}

function merged(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const { direction, rule, subject, why, safe } = finding;
    const key = JSON.stringify([direction, rule, subject, why, safe]);
    const same = byKey.get(key);
    const engines = [...new Set([...(same?.engines ?? []), ...finding.engines])];
    byKey.set(key, { ...(same ?? finding), engines });
  }
  return [...byKey.values()];
}
