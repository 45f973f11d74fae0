import type { Entity } from '../../../config/model.ts';
import { isRemote } from '../../../config/plain-field.ts';

/** What may be answered to whoever writes rows of these entities, as codes of `shared/errors`. */
export function writeProblems(entities: readonly Entity[]): readonly string[] {
  const fields = entities.flatMap((entity) => entity.fields);
  return [
    ...(fields.some(({ unique }) => unique) || entities.some(({ unique }) => unique) ? ['unique_violation'] : []),
    ...(fields.some(({ type }) => type === 'reference') ? ['reference_not_found'] : []),
    ...(fields.some(isRemote) ? ['references_unknown'] : []),
  ];
}
