import { Buckets } from '../checksum/buckets.ts';
import type { EntityCheck, MappingCount } from '../contract.ts';
import { Tally } from '../found.ts';
import type { FittingRow, OldRows } from '../old/contract.ts';
import type { Sample } from '../sample/sample.ts';
import type { Shape } from '../target/shape.ts';
import type { Store } from '../target/store.ts';
import { compareBuckets } from './compare.ts';
import type { Judge } from './judge.ts';

/**
 * Reads all rows of an entity on both sides, each in its own order, and sums them up. Where the sums differ, the few rows
 * concerned are looked up one by one.
 */
export async function checkEntity(
  shape: Shape,
  from: readonly MappingCount[],
  old: OldRows,
  judge: Judge,
  store: Store,
  sample: Sample<FittingRow>,
): Promise<EntityCheck> {
  const [source, target] = [new Buckets(), new Buckets()];
  const misjudged = new Tally();
  for await (const rows of old.all()) {
    for (const row of await judge.expected(rows, misjudged)) {
      source.add(row);
      sample.offer(row);
    }
  }
  let created = 0;
  for await (const rows of store.all(shape)) {
    for (const row of rows) {
      if (old.mayBe(row.id)) target.add(row);
      else created += 1;
    }
  }
  const all = target.count;
  const unlike = source.unlike(target);
  const found = await compareBuckets({ shape, old, judge, store, unlike, source, target });
  const { missing, extra, different, changed } = found;
  const migrated = all - found.created;
  const imbalance = due(from) - migrated;
  const tallies = [missing, extra, different, misjudged];
  return {
    into: shape.entity,
    from,
    migrated,
    imbalance,
    changed,
    created: created + found.created,
    checksum: { source: source.checksum, target: target.checksum },
    missing: missing.found,
    extra: extra.found,
    different: different.found,
    misjudged: misjudged.found,
    holds: tallies.every(({ count }) => count === 0) && imbalance === 0 && source.checksum === target.checksum,
  };
}

/** Rows that should have been migrated, as the counts say. */
function due(from: readonly MappingCount[]): number {
  const aside = ({ quarantined }: MappingCount) => Object.values(quarantined).reduce((sum, each) => sum + each, 0);
  return from.reduce((sum, each) => sum + each.source - each.leftOut - aside(each), 0);
}
