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
  const looked = await look(linted.files, linted.engines);
  const others = ENGINES.filter((engine) => !linted.engines.includes(engine));
  // A file is for all engines: what nothing needs here may be needed there.
  let elsewhere: Promise<readonly Looked[]> | undefined;
  const findings: Finding[] = [];
  for (const [index, file] of linted.files.entries()) {
    if (!linted.isTold(file)) continue;
    const { found, allow, problems } = looked[index] as Looked;
    const isAsked = (ofRule: readonly Engine[]) => ofRule.some((engine) => linted.engines.includes(engine));
    let judged = judgeAllowed(allow, found, (ofRule) => isAsked(ofRule) && problems.length === 0);
    if (others.length > 0 && judged.problems.some(({ problem }) => problem === 'allow-not-needed')) {
      elsewhere ??= look(linted.files, others);
      const there = (await elsewhere)[index] as Looked;
      const isWhole = there.problems.length === 0;
      const all = judgeAllowed(allow, [...found, ...there.found], (ofRule) => isAsked(ofRule) && isWhole);
      judged = { ...judged, problems: all.problems };
    }
    findings.push(...(await findingsOf(linted, file, judged.left, [...problems, ...judged.problems])));
  }
  return findings;
}

const ENGINES = ['postgres', 'mysql'] as const;

/** What one file was found to do. */
interface Looked {
  readonly found: readonly FoundOn[];
  readonly allow: Recorded['allow'];
  readonly problems: readonly Problem[];
}

async function look(files: readonly MigrationFile[], on: readonly Engine[]): Promise<Looked[]> {
  const engines = await Promise.all(
    on.map(async (engine) => ({ engine, read: await readerOf(engine), known: nothingKnown() })),
  );
  const looked: Looked[] = [];
  for (const file of files) {
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
    looked.push({ found, allow, problems: [...problems.values()] });
  }
  return looked;
}

async function readerOf(engine: Engine): Promise<Reader> {
  if (engine === 'mysql') return (await import('./mysql/read.ts')).mysqlReader;
  return (await import('./postgres/read.ts')).postgresReader();
}
