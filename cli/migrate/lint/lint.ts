import type { MigrationFile } from '../files.ts';
import { type Recorded, recordMigration } from '../record.ts';
import { judgeAllowed } from './allow.ts';
import type { Engine, Finding, Reader } from './contract.ts';
import { type FoundOn, findingsOf } from './findings.ts';
import { nothingKnown, settle } from './known.ts';
import type { Problem } from './problems.ts';
import { lintStatements } from './statements.ts';

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

/** Looks at all migrations of a service, both ways, on each engine. */
export async function lintService(linted: Linted): Promise<Finding[]> {
  const engines = await Promise.all(
    linted.engines.map(async (engine) => ({ engine, read: await readerOf(engine), known: nothingKnown() })),
  );
  const findings: Finding[] = [];
  for (const file of linted.files) {
    const found: FoundOn[] = [];
    const problems = new Map<string, Problem>();
    let allow: Recorded['allow'] = {};
    for (const { engine, read, known } of engines) {
      for (const direction of DIRECTIONS) {
        settle(known);
        const recorded = await recordMigration(file, direction, engine).catch(({ message }: Error) => {
          problems.set(message, { problem: 'unrecordable-migration', subject: message });
        });
        if (!recorded) continue;
        allow = recorded.allow;
        const way = { ...recorded, engine, direction, inTransaction: recorded.transaction && engine === 'postgres' };
        // What comes next builds on the way up.
        const all = await lintStatements(way, read, direction === 'up' ? known : structuredClone(known));
        found.push(...all.map((one) => ({ ...one, engine, direction })));
      }
    }
    if (!linted.isTold(file)) continue;
    const judged = judgeAllowed(allow, found, (of) => isAsked(linted, of) && problems.size === 0);
    findings.push(...(await findingsOf(linted, file, judged.left, [...problems.values(), ...judged.problems])));
  }
  return findings;
}

async function readerOf(engine: Engine): Promise<Reader> {
  if (engine === 'mysql') return (await import('./mysql/read.ts')).mysqlReader;
  return (await import('./postgres/read.ts')).postgresReader();
}

/** Whether all engines that a rule is about were looked at: a file is for all of them, and what nothing needs here may be needed there. */
function isAsked({ engines }: Linted, ofRule: readonly Engine[]): boolean {
  return ofRule.every((engine) => engines.includes(engine));
}
