import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MIGRATION = /^\d{4}-[a-z0-9-]+\.ts$/;
const CONTRACT = /^export const phase\b[^=\n]*=\s*['"]contract['"]/m;

/**
 * The newest migration that a service of this code cannot do without: what contracts waits until nothing of the version before runs, so
 * that this one serves without it for a while. Undefined: there is none. Read as text, for `up` is not to wait until all are loaded.
 */
export function expectedMigration(root: string, service: string): string | undefined {
  const folder = join(root, 'migrations', service);
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).filter((file) => MIGRATION.test(file));
  const newest = files.sort().findLast((file) => !CONTRACT.test(readFileSync(join(folder, file), 'utf8')));
  return newest?.replace(/\.ts$/, '');
}
