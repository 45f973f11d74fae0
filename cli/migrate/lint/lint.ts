import type { MigrationFile } from '../files.ts';
import { type Recorded, recordMigration } from '../record.ts';
import { judgeAllowed } from './allow.ts';
import { BOTH, type Engine, type Finding, type Reader } from './contract.ts';
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
  /** Those on which findings are told. A file is for all engines, so all are looked at: what is allowed may be needed on another. */
  readonly engines: readonly Engine[];
  /** Folder that paths are told from. */
  readonly root: string;
}

const DIRECTIONS = ['up', 'down'] as const;

interface Failed {
  readonly engine: Engine;
  readonly message: string;
}

/** Looks at all migrations of a service, both ways, on each engine. */
export async function lintService(linted: Linted): Promise<Finding[]> {
  const engines = await Promise.all(
    BOTH.map(async (engine) => ({ engine, read: await readerOf(engine), known: nothingKnown() })),
  );
  const findings: Finding[] = [];
  for (const file of linted.files) {
    const found: FoundOn[] = [];
    const failed: Failed[] = [];
    let allow: Recorded['allow'] = {};
    for (const { engine, read, known } of engines) {
      for (const direction of DIRECTIONS) {
        settle(known);
        const recorded = await recordMigration(file, direction, engine).catch(({ message }: Error) => {
          failed.push({ engine, message });
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
    const { left, problems } = judgeAllowed(allow, found, failed.length === 0);
    const isTold = ({ engine }: { engine: Engine }) => linted.engines.includes(engine);
    findings.push(
      ...(await findingsOf(linted, file, left.filter(isTold), [...unrecordable(failed.filter(isTold)), ...problems])),
    );
  }
  return findings;
}

/** The same on two engines, or on both ways, is told once. */
function unrecordable(failed: readonly Failed[]): Problem[] {
  const messages = new Set(failed.map(({ message }) => message));
  return [...messages].map((subject) => ({ problem: 'unrecordable-migration', subject }));
}

async function readerOf(engine: Engine): Promise<Reader> {
  if (engine === 'mysql') return (await import('./mysql/read.ts')).mysqlReader;
  return (await import('./postgres/read.ts')).postgresReader();
}
