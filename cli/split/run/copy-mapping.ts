import type { KeySet } from '../keys/key-set.ts';
import { type Mapping, serviceOf } from '../mapping/contract.ts';
import type { Cells } from '../source/contract.ts';
import type { Kept, Row } from '../target/contract.ts';
import { compare } from './compare.ts';
import type { Compiled } from './compiled.ts';
import { type Context, targetOf } from './context.ts';
import type { Counts } from './counts.ts';
import { account, NOTHING, writeChunk } from './write.ts';

/** Writes on their way while the next rows are read: as many as a target has connections. */
const WRITES = 2;

/** Takes the rows of a mapping over, a chunk at a time: read, looked at, compared with what stands there, written. */
export async function copyMapping(context: Context, mapping: Mapping, compiled: Compiled, own: KeySet): Promise<void> {
  const { source, dry, progress, signal } = context;
  const counts = context.counts.get(mapping.name) as Counts;
  const begun = targetOf(context, serviceOf(mapping));
  const isFresh = begun.empty.has(compiled.table.name);
  if (!dry) await begun.target.forget(mapping.name);

  const writing = new Set<Promise<void>>();
  const limit = mapping.into.kind === 'list' ? 1 : WRITES;
  try {
    for await (const batch of source.rows(compiled.select)) {
      signal.throwIfAborted();
      const { rows, kept } = sort(batch, compiled, counts);
      if (writing.size >= limit) await Promise.race(writing);
      const write = settle(rows, kept).finally(() => writing.delete(write));
      // Waited for below; a failure must not count as nobody's until then.
      write.catch(() => undefined);
      writing.add(write);
      progress.add(batch.length);
    }
    await Promise.all(writing);
  } finally {
    await Promise.allSettled(writing);
  }

  async function settle(rows: readonly Row[], kept: readonly Kept[]): Promise<void> {
    const { target, again } = begun;
    const ids = rows.map(({ id }) => id);
    const standing = isFresh || rows.length === 0 ? new Map() : await target.standing(compiled.table, ids);
    const compared = compare(rows, standing, again);
    const { inserts, updates } = compared;
    const chunk = { mapping: mapping.name, inserts, updates, kept, again };
    const isNothing = inserts.length + updates.length + kept.length === 0;
    const refused = dry || isNothing ? NOTHING : await writeChunk(target, compiled.table, chunk);
    if (again && !isFresh && compiled.table.late.length > 0) for (const { id } of inserts) context.inserted.add(id);
    account(counts, compared, kept, refused, own);
  }
}

function sort(batch: readonly Cells[], { row: look, nulls }: Compiled, counts: Counts): { rows: Row[]; kept: Kept[] } {
  const rows: Row[] = [];
  const kept: Kept[] = [];
  for (const cells of batch) {
    const before = nulls.count;
    const outcome = look(cells);
    if ('row' in outcome) {
      rows.push(outcome.row);
      counts.nullified += nulls.count - before;
    } else {
      kept.push(outcome.kept);
      for (const code of new Set(outcome.kept.why.map((each) => each.code))) {
        counts.reasons[code] = (counts.reasons[code] ?? 0) + 1;
      }
    }
  }
  return { rows, kept };
}
