import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { MigrationFile } from '../files.ts';
import { type Recorded, recordMigration } from '../record.ts';
import { judgeAllowed } from './allow.ts';
import type { Engine, Finding, Reader, Told } from './contract.ts';
import { type Known, nothingKnown, settle } from './known.ts';
import { PROBLEMS, type Problem } from './problems.ts';
import { type Found, lintStatements } from './statements.ts';

export interface Linted {
  readonly service: string;
  /** All of the service, in their order: what one makes, the next one changes. */
  readonly files: readonly MigrationFile[];
  /** Of which of them findings are told. */
  readonly isTold: (file: MigrationFile) => boolean;
  readonly engines: readonly Engine[];
  /** Folder that paths are told from. */
  readonly root: string;
}

const DIRECTIONS = ['up', 'down'] as const;

interface FoundOn extends Found {
  readonly engine: Engine;
  readonly direction: 'up' | 'down';
}

/** Looks at all migrations of a service, both ways, on each engine. */
export async function lintService(linted: Linted): Promise<Finding[]> {
  const engines = await Promise.all(
    linted.engines.map(async (engine) => ({ engine, read: await readerOf(engine), known: nothingKnown() })),
  );
  const findings: Finding[] = [];
  for (const file of linted.files) {
    const found: FoundOn[] = [];
    const problems: Problem[] = [];
    let allow: Recorded['allow'] = {};
    for (const on of engines) {
      try {
        const looked = await lintOn(on, file);
        found.push(...looked.found);
        allow = looked.allow;
      } catch (error) {
        const { message } = error as Error;
        problems.push({ problem: 'unrecordable-migration', subject: message });
      }
    }
    if (!linted.isTold(file)) continue;
    const judged = judgeAllowed(allow, found, (of) => judgeable(linted, of) && problems.length === 0);
    findings.push(...(await told(linted, file, judged.left as FoundOn[], [...problems, ...judged.problems])));
  }
  return findings;
}

async function readerOf(engine: Engine): Promise<Reader> {
  if (engine === 'mysql') return (await import('./mysql/read.ts')).mysqlReader;
  return (await import('./postgres/read.ts')).postgresReader();
}

async function lintOn(
  { engine, read, known }: { engine: Engine; read: Reader; known: Known },
  file: MigrationFile,
): Promise<{ found: FoundOn[]; allow: Recorded['allow'] }> {
  const found: FoundOn[] = [];
  let allow: Recorded['allow'] = {};
  for (const direction of DIRECTIONS) {
    const recorded = await recordMigration(file, direction, engine);
    allow = recorded.allow;
    settle(known);
    const way = { ...recorded, engine, direction, inTransaction: recorded.transaction && engine === 'postgres' };
    // What comes next builds on the way up.
    const learns = direction === 'up' ? known : structuredClone(known);
    const findings = await lintStatements(way, read, learns);
    found.push(...findings.map((finding) => ({ ...finding, engine, direction })));
  }
  return { found, allow };
}

/** Whether all engines that a rule is about were looked at: a file is for all of them, and what nothing needs here may be needed there. */
function judgeable({ engines }: Linted, ofRule: readonly Engine[]): boolean {
  return ofRule.every((engine) => engines.includes(engine));
}

async function told(
  { service, root }: Linted,
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

/** The same on two engines is told once. */
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
