import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import { ASIDE, type ContentRules, contentRules, nameFit } from '../files/content-rules.ts';
import { copyFiles } from '../files/copy-files.ts';
import type { FileStore } from '../files/store.ts';
import { KeySet } from '../keys/key-set.ts';
import { TextSet } from '../keys/text-set.ts';
import { type Mapping, type SplitMapping, serviceOf } from '../mapping/contract.ts';
import type { Source } from '../source/contract.ts';
import type { Target } from '../target/contract.ts';
import { type Compiled, compileMapping, lateOf } from './compiled.ts';
import { type Begun, type Context, targetOf } from './context.ts';
import { copyReferences, referrersOf } from './copies.ts';
import { copyMapping } from './copy-mapping.ts';
import { type Counts, countsOf } from './counts.ts';
import { setLateReferences } from './late.ts';
import { type Group, groupsOf } from './order.ts';
import { Progress } from './progress.ts';
import { sift } from './sift.ts';
import { removeVanished } from './vanished.ts';

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

/** Tables on their way at once. */
const AT_ONCE = 2;

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

/** Each group once those before it are done, a few at once. */
async function inOrder(
  groups: readonly Group[],
  stop: AbortController,
  work: (group: Group) => Promise<void>,
): Promise<void> {
  const waiting = new Set(groups);
  const done = new Set<string>();
  const running = new Set<Promise<void>>();
  while (waiting.size > 0 || running.size > 0) {
    for (const group of waiting) {
      if (running.size >= AT_ONCE || !group.after.every((name) => done.has(name))) continue;
      waiting.delete(group);
      const task = work(group).then(() => {
        done.add(group.name);
        running.delete(task);
      });
      // Waited for below; until then nobody else may hear of its failure.
      task.catch(() => undefined);
      running.add(task);
    }
    try {
      await Promise.race(running);
    } catch (error) {
      stop.abort(error);
      await Promise.allSettled(running);
      throw error;
    }
  }
}

async function copyGroup(
  context: Context,
  group: Group,
  run: SplitRun,
  compiled: Map<string, Compiled>,
): Promise<void> {
  const uniques = new Map<string, TextSet>();
  const taken = (columns: string): TextSet => {
    const found = uniques.get(columns) ?? new TextSet();
    uniques.set(columns, found);
    return found;
  };
  for (const mapping of group.mappings) {
    const own = new KeySet(mapping, context.counts.get(mapping.name)?.source ?? 0);
    context.keys.set(mapping.name, own);
    if (!run.isWanted(mapping)) {
      await lookUp(context, mapping, own);
      continue;
    }
    if (mapping.into.kind === 'files') {
      const store = context.files.get(mapping.into.service) as FileStore;
      let rules: ContentRules | undefined;
      const whole = compileMapping(context, mapping, {
        own,
        uniques: taken,
        aside: ASIDE,
        fits: { name: nameFit(store) },
        prepare: (selection, key) => {
          rules = contentRules(mapping, selection, key, context.source);
        },
      });
      compiled.set(mapping.name, whole);
      await copyFiles(context, mapping, whole, rules as ContentRules, own, run.folder);
      continue;
    }
    const self = await sift(context, mapping);
    const whole = compileMapping(context, mapping, { own, self, uniques: taken });
    compiled.set(mapping.name, whole);
    await copyMapping(context, mapping, whole, own);
  }
}

/** Of what this run leaves alone, the rows that stand there. */
async function lookUp(context: Context, mapping: Mapping, own: KeySet): Promise<void> {
  if (mapping.into.kind === 'list') return;
  const table = mapping.into.kind === 'files' ? 'files' : mapping.into.entity.table;
  const { target } = targetOf(context, serviceOf(mapping));
  for await (const rows of target.read(`SELECT id FROM ${table}`)) for (const [id] of rows) own.addId(id as string);
}

/** What refers to something goes before it. */
async function removeGone(
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
    const target: Target | undefined = context.targets.get(referrer)?.target;
    await target?.dropCopies(`${into.service}.${entity}`, ids);
  }
  if (into.kind === 'files') for (const id of ids) await context.files.get(into.service)?.storage.remove(id);
}
