import { pascalCase } from '../../config/names.ts';
import { nextPort } from '../ports.ts';
import { insert } from '../text/insert.ts';
import { type Addition, type Config, NEW_PACKAGE } from './addition.ts';
import { aroundOf, FIRST_FIELD, fieldsOf } from './fields-of.ts';
import { noEntities, refuseSecond } from './refusals.ts';

export interface ServiceWish {
  readonly name: string;
  readonly kind: string;
  /** Absent: the next that is free. */
  readonly port?: number | undefined;
  /** What a domain service begins with; absent: an entity that is called as the service is. */
  readonly entity?: string | undefined;
  readonly fields: readonly string[];
}

export function addService({ source, outline }: Config, wish: ServiceWish): Addition {
  const { name, kind, port = nextPort(outline) } = wish;
  refuseSecond('service', name, outline.services);
  const base = { kind, port };
  if (kind !== 'domain') {
    if (wish.entity !== undefined) throw noEntities(kind, wish.entity);
    const splices = insert(source, ['services'], { [name]: base });
    return { splices, what: `service ${name} on port ${port}`, notes: [NEW_PACKAGE] };
  }
  const entity = wish.entity ?? pascalCase(name.replace(/-service$/, ''));
  const fields = fieldsOf(wish.fields.length > 0 ? wish.fields : [FIRST_FIELD], aroundOf(outline, name));
  return {
    splices: insert(source, ['services'], { [name]: { ...base, entities: { [entity]: { fields } } } }),
    what: `service ${name} on port ${port}, with the entity ${entity} (${Object.keys(fields).join(', ')})`,
    notes: [NEW_PACKAGE],
  };
}
