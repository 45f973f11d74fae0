import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { Databases } from '../../runtimes/databases.ts';
import type { FileStore } from '../files/store.ts';
import { entityOf, type Mapping, type SplitMapping } from '../mapping/contract.ts';
import type { Source } from '../source/contract.ts';
import type { EntityCheck, FileCheck, SampleFinding, ShownRow, Verification } from './contract.ts';
import { checkEntity } from './entities/check.ts';
import { countMapping } from './entities/count.ts';
import { Judge } from './entities/judge.ts';
import { leadingOf, uniquesOf } from './entities/rules.ts';
import { checkFiles } from './files.ts';
import { Tally } from './found.ts';
import type { FittingRow } from './old/contract.ts';
import { requireSplit } from './old/never-split.ts';
import { quarantineIn, writtenVersions } from './old/quarantine.ts';
import { oldRowsOf } from './old/rows.ts';
import { checkCopies } from './references/copies.ts';
import { checkReference } from './references/integrity.ts';
import { linksOf } from './references/links.ts';
import { compareSample } from './sample/check.ts';
import { Sample } from './sample/sample.ts';
import { comparable, type Shape, shapesOf } from './target/shape.ts';
import { withStores } from './target/stores.ts';

export interface Verified {
  readonly fleet: Fleet;
  readonly mapping: SplitMapping;
  readonly source: Source;
  /** The old database in words, without its login. */
  readonly sourceName: string;
  readonly databases: Databases;
  /** Of the file service; absent: no files were mapped. */
  readonly files: FileStore | undefined;
  /** The folder that paths of files lead below. */
  readonly uploads: string | undefined;
  readonly seed: number;
  /** Rows of each entity that are compared field by field. */
  readonly sample: number;
  readonly narrator: Narrator;
}

/** Checks a split from both ends: what the old rows should have become, and what stands in the services' databases. */
export function verify(verified: Verified): Promise<Verification> {
  const begin = performance.now();
  const at = new Date().toISOString();
  const shapes = shapesOf(verified.fleet);
  const services = [...new Set([...shapes.values()].map(({ service }) => service))];
  return withStores(verified.databases, services, async (storeOf) => {
    const { fleet, mapping, source, narrator, seed } = verified;
    const entities: EntityCheck[] = [];
    const shown: ShownRow[] = [];
    const different = new Tally<SampleFinding>();
    let [compared, fields] = [0, 0];
    let files: FileCheck | undefined;

    for (const [entity, mappings] of mappingsByEntity(mapping)) {
      const shape = comparable(shapes.get(entity) as Shape);
      const store = storeOf(shape.service);
      await requireSplit(shape.service, store);
      await narrator.step(`rows of ${entity}`, async (step) => {
        const old = oldRowsOf(shape, mappings, {
          all: mapping,
          source,
          uploads: verified.uploads,
          store: verified.files,
        });
        const references = new Map(mappings.map((each) => [each.name, leadingOf(each, shape, shapes, storeOf)]));
        const quarantine = quarantineIn(store);
        const judge = new Judge({
          quarantine,
          shape,
          store,
          referencesOf: (name) => references.get(name) ?? [],
          uniques: uniquesOf(mappings[0] as Mapping, shape),
          written: (ids) => writtenVersions(shape, ids, store),
        });
        const from = await Promise.all(mappings.map((each) => countMapping(each, source, quarantine)));
        const sample = new Sample<FittingRow>(seed, verified.sample);
        const check = await checkEntity(shape, from, old, judge, store, sample);
        entities.push(check);
        const sampled = await compareSample(shape, sample.items, old, judge, store, different);
        compared += sampled.compared;
        fields += sampled.fields;
        shown.push(...sampled.shown);
        step.note(`${check.migrated.toLocaleString('en-US')} migrated`);
        if (verified.files && mappings.some(({ into }) => into.kind === 'files')) {
          files = await checkFiles(shape, old, store, verified.files.storage);
        }
      });
    }

    const links = linksOf(fleet);
    const references = await narrator.step('references', () =>
      inTurn(links, (link) => {
        const target = shapes.get(link.target) as Shape;
        return checkReference(link, storeOf(link.service), storeOf(target.service), target);
      }),
    );
    const remote = Map.groupBy(
      links.filter(({ field }) => !field.inside),
      ({ service, target }) => `${service} ${target}`,
    );
    const copies = await narrator.step('copies', () =>
      inTurn([...remote.values()], (group) => {
        const [{ service, target }] = group as [(typeof links)[number]];
        const shape = shapes.get(target) as Shape;
        return checkCopies(group, storeOf(service), storeOf(shape.service), shape);
      }),
    );
    const sample = { seed, compared, fields, different: different.found, holds: different.count === 0, shown };
    const parts = [...entities, ...references, ...copies, sample, ...(files ? [files] : [])];
    return {
      fleet: fleet.name,
      source: verified.sourceName,
      at,
      ms: Math.round(performance.now() - begin),
      holds: parts.every(({ holds }) => holds),
      entities,
      references,
      copies,
      sample,
      ...(files && { files }),
    };
  });
}

/** What they go into: `people.Person`, or the list `people.Person.tagIds`. */
function mappingsByEntity({ mappings }: SplitMapping): Map<string, Mapping[]> {
  return Map.groupBy(mappings, (mapping) => {
    const { into } = mapping;
    return into.kind === 'list' ? `${entityOf(mapping)}.${into.field.name}` : entityOf(mapping);
  });
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}
