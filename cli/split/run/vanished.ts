import { isMade } from '../identity.ts';
import { serviceOf } from '../mapping/contract.ts';
import type { TargetTable } from '../target/contract.ts';
import { type Context, targetOf } from './context.ts';
import type { Counts } from './counts.ts';
import type { Group } from './order.ts';

/** Rows that are taken out by one statement. */
const AT_ONCE = 500;

/**
 * Takes out what an earlier run wrote and the source has no more, or fits no more. What the service has changed since, or what
 * others there refer to, stays, and is told.
 * @returns ids of what went
 */
export async function removeVanished(context: Context, group: Group, table: TargetTable): Promise<string[]> {
  const { dry } = context;
  const [first] = group.mappings;
  if (!first) return [];
  const { target, empty, startedAt } = targetOf(context, serviceOf(first));
  if (empty.has(table.name)) return [];
  const counts = context.counts.get(first.name) as Counts;
  const keeps = group.mappings.some(({ ids }) => ids === 'kept');
  const before = Date.parse(startedAt);

  const gone: string[] = [];
  for await (const rows of target.scan(table)) {
    for (const { id, version, written, createdAt } of rows) {
      if (stands(context, group, id)) continue;
      // Kept ids look like any other: what is older than the first run came out of the old database.
      const isOurs =
        isMade(id.slice(0, 36)) ||
        (keeps && createdAt !== null && Date.parse(`${createdAt.slice(0, 19).replace(' ', 'T')}Z`) < before);
      if (!isOurs) continue;
      if (version > (written ?? 1)) counts.conflicts += 1;
      else gone.push(id);
    }
  }
  if (dry) {
    counts.removed += gone.length;
    return gone;
  }
  const { removed, held } = await removeAll(gone, (ids) => target.remove(table, ids));
  counts.removed += removed.length;
  counts.conflicts += held.length;
  return removed;
}

/** Of a tree, leaves go first: as long as some can go, others may after them. */
async function removeAll(ids: readonly string[], remove: (ids: readonly string[]) => Promise<number>) {
  const removed: string[] = [];
  let left = [...ids];
  for (let before = -1; left.length !== before; ) {
    before = left.length;
    const held: string[] = [];
    for (let at = 0; at < left.length; at += AT_ONCE) {
      const some = left.slice(at, at + AT_ONCE);
      if (await goes(() => remove(some))) {
        removed.push(...some);
        continue;
      }
      for (const id of some) {
        if (await goes(() => remove([id]))) removed.push(id);
        else held.push(id);
      }
    }
    left = held;
  }
  return { removed, held: left };
}

/** Foreign keys that hold a row: SQLSTATE 23503 and 23001, of MySQL 23000. */
async function goes(remove: () => Promise<number>): Promise<boolean> {
  try {
    await remove();
    return true;
  } catch (error) {
    const { code, sqlState } = error as { code?: string; sqlState?: string };
    if (!(sqlState ?? code ?? '').startsWith('23')) throw error;
    return false;
  }
}

function stands({ keys, pairs }: Context, { mappings }: Group, id: string): boolean {
  return mappings.some(({ name, into }) =>
    into.kind === 'list' ? pairs.get(name)?.has(id) === true : keys.get(name)?.hasId(id) === true,
  );
}
