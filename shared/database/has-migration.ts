import type { Database, Row } from './contract.ts';

/** Where `aurora migrate` records what was applied. */
const LOG = 'schema_migrations';

/** SQLSTATE of PostgreSQL, number of MySQL and MariaDB. */
const NO_TABLE: readonly unknown[] = ['42P01', 1146];
const NOT_ALLOWED: readonly unknown[] = ['42501', 1142];

/** Whether a migration has been applied, whole; undefined: the login may not look. @throws whatever else the database says */
export async function hasMigration(database: Database, name: string): Promise<boolean | undefined> {
  try {
    // All columns: logs of earlier versions have no `direction`, which is set while one is on its way. So it cannot be prepared either.
    const { rows } = await database.query<Row>({ text: `SELECT * FROM ${LOG} WHERE name = $1` }, [name]);
    return rows.some(({ direction }) => direction === undefined || direction === null);
  } catch (error) {
    const { code, errno } = error as { code?: unknown; errno?: unknown };
    if ([code, errno].some((each) => NO_TABLE.includes(each))) return false;
    if ([code, errno].some((each) => NOT_ALLOWED.includes(each))) return undefined;
    throw error;
  }
}
