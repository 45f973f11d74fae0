import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { FileStore } from '../files/store.ts';
import type { Mapping, SplitMapping } from '../mapping/contract.ts';
import type { Source } from '../source/contract.ts';
import { type Compiled, lateOf } from './compiled.ts';
import type { Begun, Context } from './context.ts';
import { copyReferences } from './copies.ts';
import { copyGroup } from './copy-group.ts';
import { type Counts, countsOf } from './counts.ts';
import { removeGone } from './gone.ts';
import { inOrder } from './in-order.ts';
import { setLateReferences } from './late.ts';
import { groupsOf } from './order.ts';
import { Progress } from './progress.ts';

export interface SplitRun {
  readonly fleet: Fleet;
  readonly split: SplitMapping;
  readonly source: Source;
  readonly targets: ReadonlyMap<string, Begun>;
  readonly files: ReadonlyMap<string, FileStore>;
  /** Where files lie that the old database has paths of. */
  readonly folder: string | undefined;
  readonly dry: boolean;
  /** Whether rows of a mapping are taken over; of the others it is only looked up which stand there. */
  readonly isWanted: (mapping: Mapping) => boolean;
}

export interface SplitResult {
  readonly counts: readonly Counts[];
  /** Copies of what other services own that were brought up to date. */
  readonly copies: number;
}

/** Takes all rows over, what refers to something after it; then what is set late, what has gone, and copies of references. */
export async function runSplit(run: SplitRun, narrator: Narrator): Promise<SplitResult> {
  const { split, source, dry, isWanted } = run;
  const wanted = split.mappings.filter(isWanted);
  const counts = new Map(wanted.map((mapping) => [mapping.name, countsOf(mapping)]));
  await count(source, split.mappings, counts);
  const total = [...counts.values()].reduce((sum, each) => sum + each.source - each.leftOut, 0);
  const stop = new AbortController();

  return narrator.step(dry ? 'look at the rows' : 'take the rows over', async (step) => {
    const context: Context = {
      ...run,
      keys: new Map(),
      pairs: new Map(),
      referenced: new Map(),
      counts,
      inserted: new Set(),
      progress: new Progress(total, step),
      signal: stop.signal,
    };
    const groups = groupsOf(split);
    const compiled = new Map<string, Compiled>();
    await inOrder(groups, stop, (group) => copyGroup(context, group, run, compiled));
    for (const mapping of wanted) {
      const late = lateOf(mapping).length > 0 ? compiled.get(mapping.name) : undefined;
      if (late) await setLateReferences(context, mapping, late);
    }
    await removeGone(context, groups, compiled);
    const copies = dry ? 0 : await copyReferences(context);
    step.note(`${[...counts.values()].reduce((sum, { migrated }) => sum + migrated, 0)} rows`);
    return { counts: [...counts.values()], copies };
  });
}

/** By the source itself, and not by what was read of it. */
async function count(source: Source, mappings: readonly Mapping[], counts: ReadonlyMap<string, Counts>): Promise<void> {
  for (const { name, from, where } of mappings) {
    const counted = counts.get(name);
    if (!counted) continue;
    const rows = 'table' in from ? source.table(from.table) : `(${from.sql})`;
    const all = `SELECT count(*) FROM ${rows} AS ${source.name('source')}`;
    counted.source = await source.number(all);
    if (where !== undefined) counted.leftOut = await source.number(`${all} WHERE (${where}) IS NOT TRUE`);
  }
}
