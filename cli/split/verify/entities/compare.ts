import { TextSet } from '../../keys/text-set.ts';
import { type Buckets, bucketOf } from '../checksum/buckets.ts';
import type { Difference, Finding } from '../contract.ts';
import { Tally } from '../found.ts';
import type { FittingRow, OldRows } from '../old/contract.ts';
import type { Shape } from '../target/shape.ts';
import type { Store, Stored } from '../target/store.ts';
import type { Judge } from './judge.ts';

interface Sides {
  readonly shape: Shape;
  readonly old: OldRows;
  readonly judge: Judge;
  readonly store: Store;
  /** Where the sums of both sides differ. */
  readonly unlike: ReadonlySet<number>;
  readonly source: Buckets;
  readonly target: Buckets;
}

interface Compared {
  readonly missing: Tally;
  readonly extra: Tally;
  readonly different: Tally;
  /** Rows that the service has changed since, and those that it has made. Both are taken out of the sums. */
  readonly changed: number;
  readonly created: number;
}

/** Reads both sides again and compares the rows of some buckets, each with the one that it should be. */
export async function compareBuckets(sides: Sides): Promise<Compared> {
  const [missing, extra, different] = [new Tally(), new Tally(), new Tally()];
  if (sides.unlike.size === 0) return { missing, extra, different, changed: 0, created: 0 };
  const expected = new TextSet();
  const changed = await compareOld(sides, expected, missing, different);
  const created = await compareNew(sides, expected, extra);
  return { missing, extra, different, changed, created };
}

async function compareOld(sides: Sides, expected: TextSet, missing: Tally, different: Tally): Promise<number> {
  const { shape, old, judge, store, unlike, source, target } = sides;
  let changed = 0;
  for await (const batch of old.all()) {
    const concerned = batch.filter((row) => row.fits && unlike.has(bucketOf(row.id)));
    const rows = await judge.expected(concerned);
    const ids = rows.map(({ id }) => id);
    const [there, written] = [await store.withIds(shape, ids), await judge.written(ids)];
    const owners = await store.ownerVersions(
      shape,
      ids.filter((id) => !there.has(id)),
    );
    for (const row of rows) {
      expected.add(row.id);
      const stored = there.get(row.id);
      const fields = stored ? differencesOf(shape, row, stored) : [];
      if (stored && fields.length === 0) continue;
      const version = stored?.version ?? owners.get(row.id) ?? 0;
      if (version > (written.get(row.id) ?? row.version)) {
        changed += 1;
        source.remove(row);
        if (stored) target.remove(stored);
      } else if (stored) different.add({ ...placeOf(row), fields });
      else missing.add({ ...placeOf(row), detail: 'is neither there nor kept aside' });
    }
  }
  return changed;
}

/** What is there without an old row that leads to it. Where old ids were kept, it cannot be told from what the service has made. */
async function compareNew(sides: Sides, expected: TextSet, extra: Tally): Promise<number> {
  const { shape, old, judge, store, unlike, target } = sides;
  let created = 0;
  for await (const batch of store.all(shape)) {
    const rows = batch.filter(({ id }) => old.mayBe(id) && unlike.has(bucketOf(id)) && !expected.has(id));
    const written = await judge.written(shape.owners === undefined ? [] : rows.map(({ id }) => id));
    for (const row of rows) {
      const isOfList = shape.owners !== undefined && row.version > (written.get(row.id) ?? 1);
      if (old.keepsIds || isOfList) {
        created += 1;
        target.remove(row);
      } else {
        const key = old.keyOf(row.id);
        extra.add({ id: row.id, ...(key !== undefined && { key }), detail: 'no old row that fits leads to it' });
      }
    }
  }
  return created;
}

export const placeOf = ({ key, id }: FittingRow): Finding => ({ key, id });

export function differencesOf({ columns }: Shape, row: FittingRow, stored: Stored): Difference[] {
  return columns.flatMap(({ field }, at) => {
    const [source, target] = [row.values[at] ?? null, stored.values[at] ?? null];
    return source === target ? [] : [{ field, source, target }];
  });
}
