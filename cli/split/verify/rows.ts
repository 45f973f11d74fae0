import type { Mapping } from '../mapping/contract.ts';
import type { EntityCheck, FileCheck, SampleFinding } from './contract.ts';
import { checkEntity } from './entities/check.ts';
import { countMapping } from './entities/count.ts';
import { Judge } from './entities/judge.ts';
import { leadingOf, uniquesOf } from './entities/rules.ts';
import { checkFiles } from './files.ts';
import type { Tally } from './found.ts';
import type { FittingRow } from './old/contract.ts';
import { requireSplit } from './old/never-split.ts';
import { quarantineIn, writtenVersions } from './old/quarantine.ts';
import { oldRowsOf } from './old/rows.ts';
import { compareSample, type Sampled } from './sample/check.ts';
import { Sample } from './sample/sample.ts';
import { comparable, type Shape } from './target/shape.ts';
import type { Store } from './target/store.ts';
import type { Verified } from './verified.ts';

export interface EntityResult {
  readonly check: EntityCheck;
  readonly sample: Sampled;
  /** Absent: it has no contents. */
  readonly files?: FileCheck;
}

interface Around {
  readonly verified: Verified;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly storeOf: (service: string) => Store;
  /** Gets what is wrong with rows of the sample. */
  readonly different: Tally<SampleFinding>;
}

/** All that is checked of the rows of one entity, or of one list of ids. */
export async function checkRows(whole: Shape, mappings: readonly Mapping[], around: Around): Promise<EntityResult> {
  const { verified, shapes, storeOf, different } = around;
  const { source, uploads, seed, files } = verified;
  const shape = comparable(whole);
  const store = storeOf(shape.service);
  await requireSplit(shape.service, store);

  const contents = files.get(shape.service);
  const old = oldRowsOf(shape, mappings, { all: verified.mapping, source, uploads, store: contents });
  const quarantine = quarantineIn(store);
  const references = new Map(mappings.map((each) => [each.name, leadingOf(each, shape, shapes, storeOf)]));
  const judge = new Judge({
    quarantine,
    shape,
    store,
    referencesOf: (name) => references.get(name) ?? [],
    uniques: uniquesOf(mappings[0] as Mapping, shape),
    written: (ids) => writtenVersions(shape, ids, store),
  });
  const from = await Promise.all(mappings.map((each) => countMapping(each, source, quarantine)));
  const chosen = new Sample<FittingRow>(seed, verified.sample);
  const check = await checkEntity(shape, from, old, judge, store, chosen);
  const sample = await compareSample(shape, chosen.items, old, judge, store, different);
  if (!contents) return { check, sample };
  return { check, sample, files: await checkFiles(shape, old, store, contents.storage) };
}
