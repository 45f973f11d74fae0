import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import type { Template } from '../templates/load.ts';
import { type Scope, scopesOf } from './scopes.ts';
import { fillTarget } from './target.ts';

/** What earlier runs and the developer have brought about. */
export interface History {
  /** The model of the last successful run; null before the first. */
  readonly model: Fleet | null;
  /** Whether a run that came to its end wrote this file. */
  emitted(path: string): boolean;
  /** File names in a folder. */
  list(folder: string): readonly string[];
}

export interface MigrationPlan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
}

const NUMBERED = /^(\d{4})-(.+)$/;

/**
 * The first migrations of services and entities that are new since the last run.
 * What was emitted is history, so a later change of an entity gives a note here and never touches a file.
 */
export function planMigrations(
  fleet: Fleet,
  service: Service,
  templates: readonly Template[],
  history: History,
): MigrationPlan {
  const folder = `migrations/${service.name}`;
  const before = history.model?.services.find(({ name, kind }) => name === service.name && kind === service.kind);
  const names = [...history.list(folder)];
  const files: PlannedFile[] = [];
  const notes: string[] = [];

  for (const { id, target, render } of [...templates].sort(onesForTheServiceFirst)) {
    const known = before && history.model ? scopesOf(target, history.model, before) : [];
    for (const scope of scopesOf(target, fleet, service)) {
      const earlier = known.find(({ of }) => of === scope.of);
      if (earlier) {
        if (render(earlier.view) !== render(scope.view)) notes.push(changed(scope, service));
        continue;
      }
      const name = fileName(target, scope, names, (file) => history.emitted(`${folder}/${file}`));
      names.push(name);
      files.push({ path: `${folder}/${name}`, kind: 'migration', template: id, content: render(scope.view) });
    }
  }
  return { files, notes };
}

/**
 * The next free number; or the file that stands there already without being on record:
 * an unfinished run left it, or the developer wrote this migration first.
 */
function fileName(target: string, scope: Scope, names: readonly string[], emitted: (name: string) => boolean): string {
  const fill = (number: string) =>
    fillTarget(target, { ...scope.values, number })
      .split('/')
      .at(-1) as string;
  const slug = fill('').slice(1);
  const unrecorded = names.find((name) => NUMBERED.exec(name)?.[2] === slug && !emitted(name));
  if (unrecorded) return unrecorded;
  const last = Math.max(0, ...names.map((name) => Number(NUMBERED.exec(name)?.[1] ?? 0)));
  return fill(String(last + 1).padStart(4, '0'));
}

function onesForTheServiceFirst(a: Template, b: Template): number {
  return Number(a.target.includes('__entit')) - Number(b.target.includes('__entit')) || (a.id < b.id ? -1 : 1);
}

function changed({ of }: Scope, service: Service): string {
  return `${of} changed: bring its table after it with a migration (aurora migrate create ${service.name} <name>)`;
}
