import { AuroraError } from '../errors.ts';
import { isPostgres } from '../runtimes/databases.ts';
import type { MigrationFile } from './files.ts';
import type { Phase } from './module.ts';
import type { MigrationState } from './state.ts';

/** Which migrations are meant. */
export interface Choice {
  readonly service: string;
  /** The last migration to apply, or the last to revert; absent: all pending, or one. */
  readonly to?: string | undefined;
  /** Which of the pending; absent: all. */
  readonly phase?: Phase | undefined;
}

/**
 * What `up` applies, in this order.
 * @throws AuroraError `migration_edited`, `no_such_migration`, `expand_pending`, `contract_pending`, `migration_unreadable`
 */
export async function dueOf(
  { service, to, phase, url }: Choice & { readonly url: string },
  files: readonly MigrationFile[],
  states: readonly MigrationState[],
): Promise<MigrationState[]> {
  requireKnown(service, to, states);
  requireUnedited(service, states);
  const due = states.filter(({ state, name }) => isDue(state) && (to === undefined || name <= to));
  if (phase === undefined) return due;
  const { phaseOf } = await import('./module.ts');
  const fileOf = (name: string) => files.find((file) => file.name === name) as MigrationFile;
  const phases = new Map<string, Phase>();
  for (const { name } of due) phases.set(name, await phaseOf(service, fileOf(name)));
  const chosen = due.filter(({ name }) => phases.get(name) === phase);
  const others = due.filter((each) => !chosen.includes(each));
  if (phase === 'contract') requireExpanded(service, due, chosen);
  else if (others.length > 0) {
    const { requireIndependent } = await import('./jumped.ts');
    const withFiles = (states: readonly MigrationState[]) => states.map(({ name }) => ({ name, file: fileOf(name) }));
    await requireIndependent(service, withFiles(chosen), withFiles(others), isPostgres(url) ? 'postgres' : 'mysql');
  }
  return chosen;
}

/** Whether `up` has something to do. */
function isDue(state: MigrationState['state']): boolean {
  return state === 'pending' || state === 'interrupted';
}

/**
 * What `down` reverts, in this order.
 * @throws AuroraError `migration_missing`, `no_such_migration`
 */
export function revertedOf({ service, to }: Choice, states: readonly MigrationState[]): MigrationState[] {
  requireKnown(service, to, states);
  const newestFirst = states.filter(({ state }) => state !== 'pending').toReversed();
  const chosen = to === undefined ? newestFirst.slice(0, 1) : newestFirst.filter(({ name }) => name >= to);
  requireFiles(service, chosen);
  return chosen;
}

function requireKnown(service: string, name: string | undefined, states: readonly MigrationState[]): void {
  if (name === undefined || states.some((state) => state.name === name)) return;
  throw new AuroraError('no_such_migration', `${service} has no migration ${name}.`, {
    exit: 'usage',
    details: states.map((state) => `${state.name} (${state.state})`),
    next: 'aurora migrate status',
  });
}

/** What ran is not what the file says now: databases that look alike would differ. */
function requireUnedited(service: string, states: readonly MigrationState[]): void {
  const edited = states.filter(({ state }) => state === 'edited').map(({ name }) => name);
  if (edited.length === 0) return;
  throw new AuroraError('migration_edited', `${edited.join(', ')} of ${service} changed after it was applied.`, {
    exit: 'failed',
    details: [
      'What the database holds is no longer what the file says.',
      `Or, before anybody else has it: restore it, aurora migrate down ${service}, change it, aurora migrate up ${service}`,
    ],
    next: `restore the file and put the change into a new one: aurora migrate create ${service} <verb-noun>`,
  });
}

function requireFiles(service: string, chosen: readonly MigrationState[]): void {
  const missing = chosen.filter(({ state }) => state === 'missing').map(({ name }) => name);
  if (missing.length === 0) return;
  throw new AuroraError('migration_missing', `${missing.join(', ')} of ${service} was applied, and its file is gone.`, {
    exit: 'failed',
    details: ['Only the file says how it is reverted.'],
    next: `restore migrations/${service}/${missing[0]}.ts from version control, then run it again`,
  });
}

/** A contract takes away what an expansion before it has replaced. */
function requireExpanded(service: string, due: readonly MigrationState[], chosen: readonly MigrationState[]): void {
  const last = chosen.at(-1)?.name ?? '';
  const before = due.filter((each) => each.name < last && !chosen.includes(each)).map(({ name }) => name);
  if (before.length === 0) return;
  throw new AuroraError('expand_pending', `A contract of ${service} waits for ${before.join(', ')}.`, {
    exit: 'failed',
    details: ['A contract takes away what the expansions before it have replaced.'],
    next: `aurora migrate up ${service} --phase expand`,
  });
}
