import type { Mapping } from '../mapping/contract.ts';
import type { Compiled } from './compiled.ts';
import type { Context } from './context.ts';
import { referrersOf } from './copies.ts';
import type { Group } from './order.ts';
import { removeVanished } from './vanished.ts';

/** What refers to something goes before it. */
export async function removeGone(
  context: Context,
  groups: readonly Group[],
  compiled: ReadonlyMap<string, Compiled>,
): Promise<void> {
  const left = new Set(groups.filter(({ mappings }) => mappings.every(({ name }) => compiled.has(name))));
  while (left.size > 0) {
    const next = [...left].find(({ name }) => ![...left].some(({ after }) => after.includes(name)));
    if (!next) throw new Error('Groups refer to each other in a circle');
    left.delete(next);
    const [first] = next.mappings;
    const table = first && compiled.get(first.name)?.table;
    if (!first || !table) continue;
    const gone = await removeVanished(context, next, table);
    if (!context.dry && gone.length > 0) await forget(context, first, gone);
  }
}

/** Others keep copies of what has gone, and the storage its content. */
async function forget(context: Context, { into }: Mapping, ids: readonly string[]): Promise<void> {
  if (into.kind === 'list') return;
  const entity = into.kind === 'files' ? 'File' : into.entity.name;
  for (const referrer of referrersOf(context.fleet, into.service, entity)) {
    await context.targets.get(referrer)?.target.dropCopies(`${into.service}.${entity}`, ids);
  }
  if (into.kind === 'files') for (const id of ids) await context.files.get(into.service)?.storage.remove(id);
}
