import { requireService } from '../outline.ts';
import { insert } from '../text/insert.ts';
import type { Addition, Config } from './addition.ts';
import { aroundOf, FIRST_FIELD, fieldsOf } from './fields-of.ts';
import { noEntities, refuseSecond } from './refusals.ts';

export interface EntityWish {
  readonly service: string;
  readonly name: string;
  readonly plural?: string | undefined;
  readonly fields: readonly string[];
}

export function addEntity({ source, outline }: Config, { service, name, plural, fields: given }: EntityWish): Addition {
  const owner = requireService(outline, service);
  if (owner.kind !== 'domain') throw noEntities(owner.kind ?? '', name);
  refuseSecond('entity', name, owner.entities);
  const fields = fieldsOf(given.length > 0 ? given : [FIRST_FIELD], aroundOf(outline, service));
  const entity = { ...(plural !== undefined && { plural }), fields };
  return {
    splices: insert(source, ['services', service, 'entities'], { [name]: entity }),
    what: `entity ${name} of ${service} (${Object.keys(fields).join(', ')})`,
  };
}
