import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Databases } from '../../runtimes/databases.ts';
import { emptiedOf } from './emptied.ts';
import { countRows } from './empty-tables.ts';

/**
 * Refuses to empty what may be somebody's, unless told to: anywhere but in development.
 * @param command how it is asked for again
 * @throws AuroraError `reset_loses` with what would be lost
 */
export async function requirePermission(fleet: Fleet, databases: Databases, command: string): Promise<void> {
  const rows: Record<string, number> = {};
  for (const { service, own } of emptiedOf(fleet)) {
    const counts = await countRows(databases.url(service), own);
    for (const [table, count] of counts) rows[`${service}.${table}`] = count;
  }
  const told = Object.entries(rows).map(([table, count]) => `${table}: ${count} rows`);
  throw new AuroraError(
    'reset_loses',
    `This is ${fleet.environment}: a reset loses all rows, and nothing brings them back.`,
    {
      exit: 'usage',
      details: [...told, 'and all events that wait, copies and remembered answers.'],
      next: `${command} --yes, when you want that`,
      facts: { rows },
    },
  );
}
