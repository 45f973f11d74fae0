import type { Node } from 'libpg-query';
import type { Change } from '../change.ts';
import type { Reader } from '../contract.ts';
import { NotUnderstood } from '../not-understood.ts';
import { as, is, type NodeOf, nameOf } from './nodes.ts';
import { changesOf } from './statement.ts';

/** Reads with PostgreSQL's own grammar. */
export async function postgresReader(): Promise<Reader> {
  const { loadModule, parseSync, parsePlPgSQLSync } = await import('libpg-query');
  await loadModule();

  const read = (sql: string): Change[] => {
    const statements = (parsed(parseSync, sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
    const together: Change[] = statements.length > 1 ? [{ kind: 'several' }] : [];
    return [...together, ...statements.flatMap((node) => (is('DoStmt', node) ? block(node, sql) : changesOf(node)))];
  };
  /** A DO block's own statements, which are one transaction. What it puts together as it runs, nobody can read. */
  const block = (node: Node, sql: string): Change[] => {
    const language = languageOf(as('DoStmt', node));
    if (language !== 'plpgsql') return [{ kind: 'unreadable', why: `Its block is written in ${language}.` }];
    const steps = [...stepsIn(parsed(parsePlPgSQLSync, sql))].flatMap(({ kind, query }): Change[] =>
      query === undefined
        ? [{ kind: 'unreadable', why: `Its block does what is known only as it runs: ${kind}.` }]
        : read(query),
    );
    return [{ kind: 'several' }, ...steps];
  };

  return async (sql) => read(sql);
}

/** What the parser throws is about the text; anything else that is thrown here is a defect. */
function parsed<T>(parse: (sql: string) => T, sql: string): T {
  try {
    return parse(sql);
  } catch (error) {
    throw new NotUnderstood(`PostgreSQL's parser says: ${(error as Error).message}.`);
  }
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
      if (kind.startsWith('PLpgSQL_stmt_') && !CONTROL.test(kind)) yield { kind: kind.slice('PLpgSQL_stmt_'.length) };
      yield* stepsIn(inner);
    }
  }
}

function queryOf(step: { readonly sqlstmt?: { readonly PLpgSQL_expr?: { readonly query?: string } } }): string {
  return step.sqlstmt?.PLpgSQL_expr?.query ?? '';
}

function languageOf({ args = [] }: NodeOf<'DoStmt'>): string {
  const said = args.map((arg) => as('DefElem', arg)).find(({ defname }) => defname === 'language');
  return said ? nameOf(said.arg ? [said.arg] : []) : 'plpgsql';
}
