import { requireEntity } from '../outline.ts';
import { insert } from '../text/insert.ts';
import type { Addition, Config } from './addition.ts';
import { aroundOf, fieldsOf } from './fields-of.ts';
import { refuseSecond } from './refusals.ts';

export interface EventWish {
  readonly entity: string;
  readonly name: string;
  readonly fields: readonly string[];
}

export function addEvent({ source, outline }: Config, { entity: of, name, fields }: EventWish): Addition {
  const { service, entity } = requireEntity(outline, of);
  refuseSecond('event', name, outline.services[service]?.entities?.[entity]?.events);
  const data = fieldsOf(fields, aroundOf(outline, service, false));
  const path = ['services', service, 'entities', entity, 'events'];
  return { splices: insert(source, path, { [name]: { data } }), what: `event ${name} of ${entity}` };
}
