import type { RecordedStatement } from '../record.ts';
import type { Change } from './change.ts';
import type { Engine, Place, Reader, Rule } from './contract.ts';
import { isNewTable, type Known } from './known.ts';
import { learn } from './learn.ts';
import { NotUnderstood } from './not-understood.ts';
import { RULES } from './rules/all.ts';
import { unfold } from './unfold.ts';

/** One way of a migration on one engine. */
export interface Way {
  readonly engine: Engine;
  readonly direction: 'up' | 'down';
  readonly phase: 'expand' | 'contract';
  readonly inTransaction: boolean;
  readonly statements: readonly RecordedStatement[];
}

export interface Found {
  readonly rule: Rule;
  readonly subject: string;
  readonly sql: string;
}

/** What the rules say of each statement in turn. `known` learns what they change. */
export async function lintStatements(way: Way, read: Reader, known: Known): Promise<Found[]> {
  const changes = await Promise.all(
    way.statements.map(async (statement) => ({ ...statement, changes: await changesOf(statement, read) })),
  );
  const flat = changes.flatMap(({ sql, changes }) => {
    const isOne = way.engine === 'postgres' && changes.some(({ kind }) => kind === 'several');
    return changes.map((change) => ({ sql, change, inTransaction: way.inTransaction || isOne }));
  });
  return flat.flatMap(({ sql, change, inTransaction }, index) => {
    const at: Place = {
      engine: way.engine,
      inTransaction,
      known,
      before: flat.slice(0, index).map((other) => other.change),
      after: flat.slice(index + 1).map((other) => other.change),
    };
    const found = unfold(change, known).flatMap((part) => findings(part, way, at));
    learn(known, change);
    return found.map((one) => ({ ...one, sql }));
  });
}

/** What cannot be read is a change of its own. */
async function changesOf({ sql, backfill }: RecordedStatement, read: Reader): Promise<readonly Change[]> {
  try {
    const changes = await read(sql);
    return changes.map((change) => (change.kind === 'write' ? { ...change, batched: backfill === true } : change));
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return [{ kind: 'unreadable', why: error.message }];
  }
}

function findings(change: Change, way: Way, at: Place): Omit<Found, 'sql'>[] {
  return RULES.flatMap((rule) => {
    if (!rule.engines.includes(way.engine) || isExempt(rule, change, way, at)) return [];
    const subject = rule.finds(change, at);
    return subject === undefined ? [] : [{ rule, subject }];
  });
}

function isExempt({ danger, evenNew }: Rule, change: Change, { direction, phase }: Way, at: Place): boolean {
  if (danger === 'runner') return false;
  // Whoever goes back has taken the new code away, and knows that what came with it goes.
  if (direction === 'down' && danger !== 'lock') return true;
  if (danger === 'old-code' && phase === 'contract') return true;
  if (evenNew) return false;
  const table = tableOf(change, at.known);
  if (table === undefined) return false;
  const goes = at.after.some((later) => later.kind === 'drop' && later.what === 'table' && later.name === table);
  return isNewTable(at.known, table) || (danger === 'lock' && goes);
}

function tableOf(change: Change, known: Known): string | undefined {
  if (change.kind === 'drop-index') return change.table ?? known.indexes.get(change.name);
  if (change.kind === 'drop' || change.kind === 'rename' || change.kind === 'lock-table') return change.name;
  return 'table' in change ? change.table : undefined;
}
