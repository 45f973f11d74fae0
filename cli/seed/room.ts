import type { Factory, Scale } from '../../shared/seeds/scale/contract.ts';
import { inOrder, isReference } from '../../shared/seeds/scale/order.ts';
import { entitiesBefore } from '../../shared/seeds/scale/owners-within-reach.ts';
import { RowMaker } from '../../shared/seeds/scale/row-maker.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { viewFactories } from '../generate/plan/view/factories.ts';

/**
 * Makes sure, before anything is written, that there can be as many rows as are wished for.
 * @throws AuroraError `no_room` with how many fit of each entity that has fewer
 */
export function requireRoom(fleet: Fleet, scale: Scale): void {
  const lacking = fleet.services.flatMap((service) => {
    const factories = inOrder(viewFactories(service, fleet));
    const before = entitiesBefore(factories);
    return factories.flatMap((factory) => {
      const wanted = scale[factory.entity] ?? 0;
      const rows = new RowMaker(factory, {
        own: service.name,
        before: before.get(factory.entity) ?? new Set(),
        scale,
      });
      const fit = fitting(rows, wanted);
      return fit < wanted ? [{ factory, wanted, fit }] : [];
    });
  });
  if (lacking.length === 0) return;
  const flags = lacking.flatMap(({ factory, wanted, fit }) => {
    const needed = neededBy(factory, scale);
    return needed.length > 0
      ? needed.map((entity) => `--scale ${entity}=${wanted}`)
      : [`--scale ${factory.entity}=${fit}`];
  });
  throw new AuroraError('no_room', 'So many different rows cannot be made; nothing was written.', {
    exit: 'usage',
    details: lacking.map(
      ({ factory, wanted, fit }) => `${factory.entity}: ${fit} of ${wanted} fit${because(factory, scale)}`,
    ),
    next: `add to the command: ${[...new Set(flags)].join(' ')}`,
    facts: { fit: Object.fromEntries(lacking.map(({ factory, fit }) => [factory.entity, fit])) },
  });
}

/** Rows that there can be, up to those wanted. What the last one can refer to is no less than what those before it can. */
function fitting(rows: RowMaker, wanted: number): number {
  if (wanted === 0 || (rows.has(0) && rows.has(wanted - 1))) return wanted;
  for (let row = 0; row < wanted; row++) if (!rows.has(row)) return row;
  return wanted;
}

/** Names of entities that it must refer to and that are to have no rows. */
function neededBy({ fields }: Factory, scale: Scale): string[] {
  const needed = fields.filter(isReference).filter(({ optional, entity }) => !optional && !scale[entity]);
  return [...new Set(needed.map(({ entity }) => entity))];
}

function because(factory: Factory, scale: Scale): string {
  const needed = neededBy(factory, scale);
  if (needed.length > 0) return `, for each needs a ${needed.join(' and a ')}`;
  const told = factory.unique.map((names) => names.join(' with '));
  return told.length === 0 ? ', for no text matches a pattern' : `, for these have to be unique: ${told.join(', ')}`;
}
