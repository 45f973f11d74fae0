import type { Change } from '../change.ts';
import type { Reader } from '../contract.ts';
import { is } from './nodes.ts';
import { changesOf } from './statement.ts';

/** Reads with PostgreSQL's own grammar. */
export async function postgresReader(): Promise<Reader> {
  const { loadModule, parseSync, parsePlPgSQLSync } = await import('libpg-query');
  await loadModule();

  const read = (sql: string): Change[] => {
    const statements = (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
    return statements.flatMap((statement) => (is('DoStmt', statement) ? block(sql) : changesOf(statement)));
  };
  /** A DO block's own statements. What it puts together as it runs, nobody can read. */
  const block = (sql: string): Change[] =>
    [...stepsIn(parsePlPgSQLSync(sql))].flatMap(({ kind, query }) => {
      if (query === undefined) return [{ kind: 'unreadable', why: `Its block has a ${kind}.` }];
      return read(query);
    });

  return async ({ sql, backfill }) => {
    try {
      return read(sql).map((change) => (change.kind === 'write' ? { ...change, batched: backfill === true } : change));
    } catch (error) {
      return [{ kind: 'unreadable', why: `PostgreSQL's parser says: ${(error as Error).message}.` }];
    }
  };
}

/** Of PL/pgSQL, what does no more than decide, repeat, return or tell. */
const CONTROL =
  /^PLpgSQL_stmt_(block|if|case|loop|while|for[is]|foreach_a|exit|return|raise|assert|assign|getdiag|perform)$/;

interface Step {
  readonly kind: string;
  /** Absent: it is made only when it runs. */
  readonly query?: string;
}

function* stepsIn(value: unknown): Iterable<Step> {
  if (typeof value !== 'object' || value === null) return;
  for (const [kind, inner] of Object.entries(value)) {
    if (kind === 'PLpgSQL_stmt_execsql') yield { kind, query: queryOf(inner) };
    else {
      if (kind.startsWith('PLpgSQL_stmt_') && !CONTROL.test(kind)) yield { kind };
      yield* stepsIn(inner);
    }
  }
}

function queryOf(step: { readonly sqlstmt?: { readonly PLpgSQL_expr?: { readonly query?: string } } }): string {
  return step.sqlstmt?.PLpgSQL_expr?.query ?? '';
}
