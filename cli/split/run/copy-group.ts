import { ASIDE, type ContentRules, contentRules, nameFit } from '../files/content-rules.ts';
import { copyFiles } from '../files/copy-files.ts';
import type { FileStore } from '../files/store.ts';
import { KeySet } from '../keys/key-set.ts';
import { TextSet } from '../keys/text-set.ts';
import { type Mapping, serviceOf } from '../mapping/contract.ts';
import { type Compiled, compileMapping } from './compiled.ts';
import { type Context, targetOf } from './context.ts';
import { copyMapping } from './copy-mapping.ts';
import type { Group } from './order.ts';
import { sift } from './sift.ts';

/** Takes over the rows of all mappings into one table, in their order: the first to have a unique value keeps it. */
export async function copyGroup(
  context: Context,
  group: Group,
  { isWanted, folder }: { readonly isWanted: (mapping: Mapping) => boolean; readonly folder: string | undefined },
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
    if (!isWanted(mapping)) {
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
      await copyFiles(context, mapping, whole, rules as ContentRules, own, folder);
      continue;
    }
    const self = await sift(context, mapping, taken);
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
