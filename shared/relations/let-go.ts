import { Problem } from '../errors/index.ts';
import { type Resource, revise } from '../repository/index.ts';
import type { Dependence, Doomed } from './doomed.ts';

/** Rows held in memory at a time. */
const BATCH = 100;

/** Sets to null, or takes out of lists, what refers to something that goes (`nullify`), as a change of its own: hooks apply, and events follow. */
export async function letGoWithin(doomed: Doomed): Promise<void> {
  for (const to of doomed.names()) {
    for (const dependence of doomed.dependences(to, 'nullify')) await nullify(doomed, dependence, doomed.idsOf(to));
  }
}

async function nullify(doomed: Doomed, { name, relation }: Dependence, ids: readonly string[]): Promise<void> {
  const { field, many } = relation;
  const repository = doomed.repositoryOf(name);
  const going = new Set(doomed.idsOf(name));
  const gone = new Set<unknown>(ids);
  const without = (current: Resource) =>
    many ? (current[field as keyof Resource] as unknown as unknown[]).filter((id) => !gone.has(id)) : null;
  // What goes itself needs no change; all else is not found again once it has been changed.
  for (let left = true; left; ) {
    const rows = await repository.lockBy(field, ids, doomed.executor, BATCH + going.size);
    const staying = rows.filter(({ id }) => !going.has(id));
    for (const current of staying) await changeTo(doomed, name, current, { [field]: without(current) });
    left = staying.length > 0;
  }
}

async function changeTo(doomed: Doomed, name: string, current: Resource, change: object): Promise<void> {
  const { hooks, events, noun } = doomed.entityOf(name);
  const allowed = hooks.beforeUpdate ? await hooks.beforeUpdate(change, current, doomed.executor) : change;
  const next = revise(current, { ...allowed });
  const hasIt = Object.entries(change).every(
    ([field, value]) => (next as object as typeof change)[field as never] === value,
  );
  const written = hasIt && (await doomed.repositoryOf(name).update(next, events.updated(next), doomed.executor));
  if (!written) {
    throw new Problem('reference_restricted', { detail: `A ${noun} refers to it, and its own rules keep it so.` });
  }
}
