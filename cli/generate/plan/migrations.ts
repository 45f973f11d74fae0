import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import type { Template } from '../templates/load.ts';
import { contractsOf, NOTHING_STANDS, type Standing } from './contracts/contracts.ts';
import { type Evolution, type Evolved, evolve, UNCHANGED } from './evolve/evolve.ts';
import { formerOf } from './evolve/renamed-service.ts';
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
  readonly losses: Evolution['losses'];
}

/**
 * The first migrations of services and entities that are new since the last run, and those that bring the tables of the others
 * after their entities. Templates come in the order of their ids, so numbered ones precede those of the entities.
 * What was emitted is history: a later change gives a file of its own and never touches one.
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
  const isEmitted = (file: string) => history.emitted(`${folder}/${file}`);
  const { first, rest, losses, notes } = evolutionOf(service, history.model);
  const emit = (evolved: readonly Evolved[]) => {
    for (const { slug, content } of evolved) {
      const name = fileName(slug, names, isEmitted);
      names.push(name);
      files.push(renderedFile(`${folder}/${name}`, EVOLVED, content));
    }
  };

  emit(first);
  for (const { id, target, render } of templates) {
    const known = scopesThen?.(target) ?? [];
    for (const scope of scopes(target)) {
      const content = render(scope.view);
      const was = formerName(scope.of, service, history.model);
      const earlier = known.find(({ of }) => of === was);
      const before = earlier ? render(earlier.view) : '';
      // What an entity had no need of when its table was made comes too late for it now, too.
      // A newer package may bring a service what it had not before.
      const isBrought =
        history.upgrades && scope.of === service.name && !names.some((name) => isOf(target, scope, name));
      const isOld = !isBrought && (!isNothing(before) || (earlier !== undefined && scope.of !== service.name));
      if (isOld || isNothing(content)) continue;
      const name = fileName(slugOf(fillScope(target, scope)), names, isEmitted);
      names.push(name);
      files.push(renderedFile(`${folder}/${name}`, id, content));
    }
  }
  emit(rest);
  return { files, notes, losses };
}

/** Where the manifest says which template a file comes from. */
const EVOLVED = 'domain/migrations';

function evolutionOf(service: Service, model: Fleet | null): Evolution {
  const before = model && sameIn(service, model);
  return service.kind === 'domain' && before?.kind === 'domain' ? evolve(before, service) : UNCHANGED;
}

/** What an entity was called before; what is no entity has its name for good. */
function formerName(name: string, service: Service, model: Fleet | null): string {
  const before = model && sameIn(service, model);
  const entity = service.kind === 'domain' ? service.entities.find((each) => each.name === name) : undefined;
  if (!entity || service.kind !== 'domain' || before?.kind !== 'domain') return name;
  return formerOf(entity, before.entities, service.entities)?.name ?? name;
}

function sameIn({ name, kind }: Service, model: Fleet): Service | undefined {
  return model.services.find((service) => service.name === name && service.kind === kind);
}

/** A template that gives nothing gives no file: its service or entity has no use for it. */
export function isNothing(content: string): boolean {
  return content.trim() === '';
}

function scopesBefore(service: Service, model: Fleet | null): Scopes | undefined {
  const before = model && sameIn(service, model);
  return model && before ? scopesOf(model, before, contractsOf(model, NOTHING_STANDS)).scopes : undefined;
}

/**
 * The next free number; or the file that stands there already without being on record:
 * an unfinished run left it, or the developer wrote this migration first.
 */
function fileName(slug: string, names: readonly string[], emitted: (name: string) => boolean): string {
  const unrecorded = names.find((name) => slugOf(name) === slug && !emitted(name));
  if (unrecorded) return unrecorded;
  const last = Math.max(0, ...names.map((name) => Number.parseInt(name, 10) || 0));
  return `${String(last + 1).padStart(4, '0')}-${slug}`;
}

/** Whether this is, with whatever number, the file of the template for the scope. */
function isOf(target: string, scope: Scope, name: string): boolean {
  return slugOf(name) === slugOf(fillScope(target, scope));
}

function fillScope(target: string, { values }: Scope): string {
  return fillTarget(target, { ...values, number: '0000' });
}

/** `0002-create-orders.ts` → `create-orders.ts` */
function slugOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^\d{4}-/, '');
}
