import type { Entity, Fleet } from '../../config/model.ts';
import type { CopyRow } from '../target/contract.ts';
import { type Context, targetOf } from './context.ts';
import { resourceOf } from './resource.ts';

/** Copies in one statement. */
const AT_ONCE = 5_000;

/**
 * Gives each service copies of what its rows refer to in others, as their owners have them now. Written directly: events would tell
 * every subscriber of millions of new resources, of which none is new, and reads would lack their copies until the last was heard.
 * @returns how many there are
 */
export async function copyReferences(context: Context): Promise<number> {
  let stored = 0;
  const fresh = new Map<string, boolean>();
  for (const { service, target: owned, keys } of context.referenced.values()) {
    const referred = [...keys.values()].filter(({ isEmpty }) => !isEmpty);
    if (referred.length === 0) continue;
    const [owner = '', entity = ''] = owned.split('.');
    const from = targetOf(context, owner).target;
    const to = targetOf(context, service).target;
    const isFresh = fresh.get(service) ?? (await to.isEmpty('reference_copies'));
    fresh.set(service, isFresh);
    const resource = resourceOf(context.fleet, owner, entity, from.engine);
    let waiting: CopyRow[] = [];
    const store = async () => {
      await (isFresh ? to.addCopies(waiting) : to.storeCopies(waiting));
      stored += waiting.length;
      waiting = [];
    };
    for await (const rows of from.read(resource.select)) {
      for (const cells of rows) {
        const id = cells[0] as string;
        if (!referred.some((each) => each.hasId(id))) continue;
        waiting.push({ target: owned, id, version: Number(cells[1]), data: resource.json(cells) });
        if (waiting.length === AT_ONCE) await store();
      }
    }
    if (waiting.length > 0) await store();
  }
  return stored;
}

/** The services that keep copies of an entity of another one. */
export function referrersOf(fleet: Fleet, service: string, entity: string): string[] {
  return fleet.services.flatMap((each) =>
    each.kind === 'domain' && each.name !== service && each.entities.some((of) => refersTo(of, service, entity))
      ? [each.name]
      : [],
  );
}

function refersTo({ fields }: Entity, service: string, entity: string): boolean {
  return fields.some((field) => field.type === 'reference' && field.service === service && field.entity === entity);
}
