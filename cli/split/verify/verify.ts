import { entityOf, type Mapping, type SplitMapping } from '../mapping/contract.ts';
import type { SampleFinding, Verification } from './contract.ts';
import { Tally } from './found.ts';
import { checkCopies } from './references/copies.ts';
import { checkReference } from './references/integrity.ts';
import { type Link, linksOf } from './references/links.ts';
import { checkRows, type EntityResult } from './rows.ts';
import { type Shape, shapesOf } from './target/shape.ts';
import { withStores } from './target/stores.ts';
import type { Verified } from './verified.ts';

/** Checks a split from both ends: what the old rows should have become, and what stands in the services' databases. */
export function verify(verified: Verified): Promise<Verification> {
  const { fleet, narrator, seed } = verified;
  const begin = performance.now();
  const at = new Date().toISOString();
  const shapes = shapesOf(fleet);
  const services = [...new Set([...shapes.values()].map(({ service }) => service))];
  return withStores(verified.databases, services, async (storeOf) => {
    const different = new Tally<SampleFinding>();
    const results = await inTurn([...mappingsByEntity(verified.mapping)], ([entity, mappings]) =>
      narrator.step(`rows of ${entity}`, async (step): Promise<EntityResult> => {
        const result = await checkRows(shapes.get(entity) as Shape, mappings, { verified, shapes, storeOf, different });
        step.note(`${result.check.migrated.toLocaleString('en-US')} migrated`);
        return result;
      }),
    );

    const links = linksOf(fleet);
    const references = await narrator.step('references', () =>
      inTurn(links, (link) => {
        const target = shapes.get(link.target) as Shape;
        return checkReference(link, storeOf(link.service), storeOf(target.service), target);
      }),
    );
    const remote = links.filter(({ field }) => !field.inside);
    const kept = Map.groupBy(remote, ({ service, target }) => `${service} ${target}`);
    const copies = await narrator.step('copies', () =>
      inTurn([...kept.values()], (group) => {
        const [{ service, target }] = group as [Link];
        const shape = shapes.get(target) as Shape;
        return checkCopies(group, storeOf(service), storeOf(shape.service), shape);
      }),
    );

    const entities = results.map(({ check }) => check);
    const files = results.flatMap((result) => result.files ?? []);
    const sum = (name: 'compared' | 'fields') => results.reduce((all, { sample }) => all + sample[name], 0);
    const sample = {
      seed,
      compared: sum('compared'),
      fields: sum('fields'),
      different: different.found,
      holds: different.count === 0,
      shown: results.flatMap((result) => result.sample.shown),
    };
    return {
      fleet: fleet.name,
      source: verified.sourceName,
      at,
      ms: Math.round(performance.now() - begin),
      holds: [...entities, ...references, ...copies, ...files, sample].every(({ holds }) => holds),
      entities,
      references,
      copies,
      files,
      sample,
    };
  });
}

/** By what they go into: `people.Person`, or the list `people.Person.tagIds`. */
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
