import type { SampleFinding, ShownRow } from '../contract.ts';
import { differencesOf, placeOf } from '../entities/compare.ts';
import type { Judge } from '../entities/judge.ts';
import type { Tally } from '../found.ts';
import type { FittingRow, OldRows } from '../old/contract.ts';
import type { Shape } from '../target/shape.ts';
import type { Store } from '../target/store.ts';

export interface Sampled {
  /** Rows that stand there as they are to be. */
  readonly compared: number;
  readonly fields: number;
  readonly shown: readonly ShownRow[];
}

/** Reads rows again, one by one on each side, and compares them field by field. The first of each mapping is shown. */
export async function compareSample(
  shape: Shape,
  picked: readonly FittingRow[],
  old: OldRows,
  judge: Judge,
  store: Store,
  different: Tally<SampleFinding>,
): Promise<Sampled> {
  const shown = new Map<string, ShownRow>();
  let compared = 0;
  for (const { mapping, key, id } of picked) {
    const again = await old.again(mapping, key);
    const [row] = await judge.expected(again ? [again.row] : []);
    const stored = (await store.withIds(shape, [id])).get(id);
    if (!row || !again || !stored) {
      const detail = stored ? 'its old row has changed meanwhile' : 'is not there';
      different.add({ mapping, key, id, detail });
      continue;
    }
    const written = (await judge.written([id])).get(id) ?? row.version;
    const fields = differencesOf(shape, row, stored);
    if (fields.length > 0 && stored.version > written) continue;
    compared += 1;
    if (fields.length > 0) different.add({ mapping, ...placeOf(row), fields });
    if (shown.has(mapping)) continue;
    const target = Object.fromEntries(shape.columns.map(({ field }, at) => [field, stored.values[at] ?? null]));
    shown.set(mapping, { mapping, into: shape.entity, key, id, source: again.values, target });
  }
  return { compared, fields: compared * shape.columns.length, shown: [...shown.values()] };
}
