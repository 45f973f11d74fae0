import { isPostgres } from '../../runtimes/databases.ts';
import type { Target } from './contract.ts';

/** A service's database, with the login of its owner. Only the driver in use is loaded. */
export async function openTarget(url: string): Promise<Target> {
  return isPostgres(url)
    ? (await import('./postgres/open.ts')).openPostgresTarget(url)
    : (await import('./mysql/open.ts')).openMysqlTarget(url);
}
