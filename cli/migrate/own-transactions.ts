import type { Sequelize } from 'sequelize';
import { withoutLeadingComments } from './reads.ts';

const OWN = /^(BEGIN|START\s+TRANSACTION|COMMIT|END|ABORT|ROLLBACK(?!\s+(WORK\s+|TRANSACTION\s+)?TO\b))\b/i;

/** The end of a transaction of its own would be the end of the migration's as well, and what fails later would stay half done. */
export function refuseOwnTransactions(sequelize: Sequelize): void {
  const refuse = () => {
    throw new Error('A migration runs in transactions already: leave its own away.');
  };
  sequelize.transaction = refuse;
  const query = sequelize.query.bind(sequelize) as (...args: unknown[]) => Promise<unknown>;
  sequelize.query = (async (sql: string | { query: string }, ...rest: unknown[]) => {
    if (OWN.test(withoutLeadingComments(typeof sql === 'string' ? sql : sql.query))) refuse();
    return query(sql, ...rest);
  }) as typeof sequelize.query;
}
