import type { Difference } from '../../schema/compare/contract.ts';
import type { Dialect } from '../dialect.ts';
import type { PendingMigration } from './pending.ts';
import { repairRights } from './rights/repair.ts';

/** Longer ones are no names for a migration. */
const MOST = 80;

/** What to do about a difference. */
export function nextFor(
  difference: Difference,
  { service, login, dialect }: { service: string; login: string; dialect: Dialect },
  pending: PendingMigration | undefined,
): string {
  const { kind, problem, table, name } = difference;
  if (pending?.phase === 'contract') return `aurora migrate up ${service}, once nothing of the version before runs`;
  if (pending) return `aurora migrate up ${service}`;
  if (kind === 'rights') {
    const sql = repairRights(difference, login, dialect);
    // What is true of a whole database of MySQL, its owner does not decide.
    if (dialect === 'mysql' && table === null) return `${sql} by the administrator of the server`;
    return `echo '${sql}' | aurora db shell ${service} --owner`;
  }
  const create = (verb: string, ...of: (string | null)[]) => `aurora migrate create ${service} ${slug(verb, ...of)}`;
  // Names of indexes and constraints begin with their table's.
  const what = name?.startsWith(`${table}_`) ? [name] : [table, kind === 'primary key' ? 'primary-key' : name];
  switch (problem) {
    case 'invalid':
      return `${create('rebuild', name)}, which drops the index and creates it again`;
    case 'not validated':
      return `${create('validate', name)}: ALTER TABLE "${table}" VALIDATE CONSTRAINT "${name}"`;
    case 'extra':
      return `${create('drop', ...what)}, unless you want it`;
    case 'missing':
    case 'differs':
      return create(problem === 'missing' ? 'add' : 'change', ...what);
  }
}

/** A name for a migration: verb-noun in kebab-case. */
function slug(...parts: readonly (string | null)[]): string {
  const words = parts.flatMap((part) => part?.toLowerCase().match(/[a-z0-9]+/g) ?? []);
  return words.join('-').slice(0, MOST).replace(/-$/, '');
}
