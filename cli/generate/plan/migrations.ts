import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import type { Template } from '../templates/load.ts';
import { contractsOf, NOTHING_STANDS, type Standing } from './contracts/contracts.ts';
import { renderedFile } from './planned-file.ts';
import { type Scope, type Scopes, scopesOf } from './scopes.ts';
import { fillTarget } from './target.ts';

/** What earlier runs and the developer have brought about. */
export interface History extends Standing {
  /** The model of the last successful run; null before the first. */
  readonly model: Fleet | null;
  /** Whether a run that came to its end wrote this file. */
  emitted(path: string): boolean;
  /** What the fleet asks for of Aurora's package; undefined: nothing yet. */
  readonly dependency?: string | undefined;
  /** Whether the package is newer than that of the last run, and may bring services new migrations. */
  readonly upgrades?: boolean | undefined;
}

export interface MigrationPlan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
}

/**
 * The first migrations of services and entities that are new since the last run.
 * Templates come in the order of their ids, so numbered ones precede those of the entities.
 * What was emitted is history, so a later change of an entity gives a note here and never touches a file.
 */
export function planMigrations(
  service: Service,
  scopes: Scopes,
  templates: readonly Template[],
  history: History,
): MigrationPlan {
  const folder = `migrations/${service.name}`;
  const scopesThen = scopesBefore(service, history.model);
  const names = [...history.list(folder)];
  const files: PlannedFile[] = [];
  const notes = new Set<string>();

  for (const { id, target, render } of templates) {
    const known = scopesThen?.(target) ?? [];
    for (const scope of scopes(target)) {
      const content = render(scope.view);
      const earlier = known.find(({ of }) => of === scope.of);
      const before = earlier ? render(earlier.view) : '';
      // What an entity had no need of when its table was made comes too late for it now, too.
      // A newer package may bring a service what it had not before.
      const isBrought =
        history.upgrades && scope.of === service.name && !names.some((name) => isOf(target, scope, name));
      const isOld = !isBrought && (!isNothing(before) || (earlier !== undefined && scope.of !== service.name));
      if (isOld && before !== content) notes.add(changed(scope, service));
      if (isOld || isNothing(content)) continue;
      const name = fileName(target, scope, names, (file) => history.emitted(`${folder}/${file}`));
      names.push(name);
      files.push(renderedFile(`${folder}/${name}`, id, content));
    }
  }
  return { files, notes: [...notes] };
}

/** A template that gives nothing gives no file: its service or entity has no use for it. */
export function isNothing(content: string): boolean {
  return content.trim() === '';
}

function scopesBefore({ name, kind }: Service, model: Fleet | null): Scopes | undefined {
  const before = model?.services.find((service) => service.name === name && service.kind === kind);
  return model && before ? scopesOf(model, before, contractsOf(model, NOTHING_STANDS)).scopes : undefined;
}

/**
 * The next free number; or the file that stands there already without being on record:
 * an unfinished run left it, or the developer wrote this migration first.
 */
function fileName(target: string, scope: Scope, names: readonly string[], emitted: (name: string) => boolean): string {
  const unrecorded = names.find((name) => isOf(target, scope, name) && !emitted(name));
  if (unrecorded) return unrecorded;
  const last = Math.max(0, ...names.map((name) => Number.parseInt(name, 10) || 0));
  return `${String(last + 1).padStart(4, '0')}-${slugOf(fillScope(target, scope))}`;
}

/** Whether this is, with whatever number, the file of the template for the scope. */
function isOf(target: string, scope: Scope, name: string): boolean {
  return slugOf(name) === slugOf(fillScope(target, scope));
}

function fillScope(target: string, { values }: Scope): string {
  return fillTarget(target, { ...values, number: '0000' });
}

/** `0002-create-orders.ts` → `create-orders.ts` */
function slugOf(path: string): string | undefined {
  return /([^/]+)$/.exec(path)?.[1]?.replace(/^\d{4}-/, '');
}

function changed({ of }: Scope, service: Service): string {
  return `${of} changed: bring its table after it with a migration (aurora migrate create ${service.name} <name>)`;
}
