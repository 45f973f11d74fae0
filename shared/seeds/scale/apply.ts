import type { Logger } from '../../logging/index.ts';
import type { ServiceBase } from '../../references/index.ts';
import type { Applied } from '../apply.ts';
import type { SeedPlan, SeedRows } from '../contract.ts';
import type { Scale } from './contract.ts';
import { type Create, EntityRows } from './entity-rows.ts';
import { KnownCopies } from './known-copies.ts';
import { inOrder } from './order.ts';
import { entitiesBefore } from './owners-within-reach.ts';
import { nextRound } from './rounds.ts';
import { RowMaker } from './row-maker.ts';

/** How often it is told how far they are, in ms. */
const TELL_EVERY_MS = 500;

/**
 * Creates as many rows of each entity as there are to be and are not there yet, through the service's commands, so that its
 * rules hold and events flow. The same rows every time, a round of all entities after the other, each round of an entity in
 * one transaction: one that is cut off goes on where it was.
 * @throws Error that names the row which could not be created
 */
export async function applyScale<S extends SeedRows>(
  plan: SeedPlan<S>,
  scale: Scale,
  base: ServiceBase,
  log: Logger,
): Promise<Applied> {
  const factories = inOrder(plan.factories ?? []);
  const copies = new KnownCopies(base.database);
  const commands = plan.create({ ...base, copies }) as unknown as Readonly<Record<string, Create>>;
  const before = entitiesBefore(factories);
  const works = factories.map((factory) => {
    const surroundings = { own: plan.service, before: before.get(factory.entity) ?? new Set<string>(), scale };
    const rows = new RowMaker(factory, surroundings);
    const create = commands[factory.plural] as Create;
    return new EntityRows({ service: plan.service, factory, rows, create, base, copies, log });
  });
  const wanted = factories.map(({ entity }) => scale[entity] ?? 0);
  const of = wanted.reduce((sum, each) => sum + each, 0);
  let told = Date.now();

  for (let from = 0; from < Math.max(0, ...wanted); from = nextRound(from)) {
    for (const [index, work] of works.entries()) {
      await work.round(from, Math.min(nextRound(from), wanted[index] as number));
      if (Date.now() - told < TELL_EVERY_MS) continue;
      told = Date.now();
      log.info({ ...sumOf(works), of }, 'seeding');
    }
  }
  return sumOf(works);
}

function sumOf(works: readonly EntityRows[]): Applied {
  const sum = (count: keyof Applied) => works.reduce((total, work) => total + work.applied[count], 0);
  return { created: sum('created'), kept: sum('kept'), skipped: sum('skipped') };
}
