import type { Database, Executor } from '../database/index.ts';
import { type FieldError, Problem } from '../errors/index.ts';
import type { Resource } from '../repository/index.ts';
import type { RelatedEntities, RelatedEntity } from './contract.ts';

/**
 * What no foreign key sees: whether something that a resource refers to is deleted although its row is there. In a
 * transaction it is locked, so that it is not deleted before this one ends.
 * @param before the resource as it was; what stays the same is not looked at again
 * @throws Problem `reference_not_found` naming the fields
 */
export async function requireLive<R extends Resource>(
  database: Database,
  entities: RelatedEntities,
  name: string,
  resource: R,
  executor: Executor,
  before?: R,
): Promise<void> {
  const errors: FieldError[] = [];
  for (const { field, to } of entities[name]?.relations ?? []) {
    const target = entities[to] as RelatedEntity;
    if (!target.softDelete) continue;
    const known = idsIn(before, field);
    for (const id of idsIn(resource, field).filter((each) => !known.includes(each))) {
      if (await target.repository(database).holds(id, executor)) continue;
      errors.push({ path: `/${field}`, code: 'reference_not_found', message: `there is no such ${target.noun}` });
      break;
    }
  }
  if (errors.length > 0) throw new Problem('reference_not_found', { errors });
}

/** Of a field with one id or none, or with a list. */
function idsIn(resource: Resource | undefined, field: string): readonly string[] {
  return [(resource?.[field as keyof Resource] ?? []) as string | string[]].flat();
}
