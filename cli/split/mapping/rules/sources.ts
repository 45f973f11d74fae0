import type { Rule } from './rule.ts';

/** Each mapping reads one table or one query, and a query says more of itself. */
export const sources: Rule = function* ({ mappings = {} }) {
  for (const [name, { from, sql, reads, key, where }] of Object.entries(mappings)) {
    const path = ['mappings', name];
    if (sql === undefined) {
      if (reads !== undefined) {
        yield { path: [...path, 'reads'], at: 'key', code: 'no_effect', message: '`reads` tells what `sql` reads' };
      }
      continue;
    }
    if (from !== undefined) {
      const message = 'rows come from a table (`from`) or from a query (`sql`)';
      yield { path: [...path, 'from'], at: 'key', code: 'ambiguous_source', message };
    }
    if (where !== undefined) {
      yield { path: [...path, 'where'], at: 'key', code: 'no_effect', message: 'say it in `sql`' };
    }
    if (key === undefined) {
      yield { path, at: 'key', code: 'missing_key', message: 'a query needs `key`: what tells its rows apart' };
    }
    if (reads === undefined) {
      yield { path, at: 'key', code: 'missing_key', message: 'a query needs `reads`: the tables that it reads' };
    }
  }
};
