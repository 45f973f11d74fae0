import { namesOf } from '../derive.ts';
import { targetOf } from '../fields/reference.ts';
import { kebabCase } from '../names.ts';
import { operationsOf } from './operations.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** Keys of references that only one database can keep what they say. */
const KEYS = ['inverse', 'many'] as const;

/** They stand where they have a meaning, and no two lists below a resource have the same path. */
export const insideOnly: Rule = function* (draft) {
  const plurals = new Map([...entitiesOf(draft)].map(({ name, entity }) => [name, namesOf(name, entity.plural).path]));
  const taken = new Map<string, string>();
  for (const { entity = '', name } of operationsOf(draft)) {
    taken.set(`/api/v1/${plurals.get(entity)}/:id/${kebabCase(name)}`, `\`${entity}.${name}\`’s`);
  }
  for (const entity of entitiesOf(draft)) {
    for (const { service, name, field, path } of fieldsOf(entity)) {
      if (field.references === undefined) continue;
      const target = targetOf(field.references, service);
      for (const key of KEYS) {
        if (field[key] === undefined || field[key] === false || target.service === service) continue;
        const message = `\`${target.entity}\` belongs to \`${target.service}\`; \`${key}\` is for references inside a service`;
        yield { path: [...path, key], at: 'key', code: 'inside_only', message };
      }
      if (typeof field.inverse !== 'string' || target.service !== service) continue;
      const list = `/api/v1/${plurals.get(target.entity)}/:id/${kebabCase(field.inverse)}`;
      const holder = taken.get(list);
      if (holder !== undefined) {
        yield {
          path: [...path, 'inverse'],
          code: 'path_taken',
          message: `${list} is ${holder} already`,
        };
      }
      taken.set(list, `\`${entity.name}.${name}\`’s`);
    }
  }
};
