import { type Around, parseField } from '../notation.ts';
import { type Outline, referenceTo } from '../outline.ts';
import type { Value } from '../text/render.ts';
import { refuseTwice } from './refusals.ts';

/** For an entity of which nobody has said more. */
export const FIRST_FIELD = 'name:string!,maxLength=200';

export function fieldsOf(notations: readonly string[], around: Around): { [name: string]: Value } {
  const fields = notations.map((notation) => parseField(notation, around));
  refuseTwice(fields);
  return Object.fromEntries(fields.map(({ name, field }) => [name, field]));
}

export function aroundOf(outline: Outline, service: string, embeds = true): Around {
  return {
    reference: (entity) => referenceTo(outline, service, entity),
    isEnum: (name) => outline.enums?.[name] !== undefined,
    embeds,
  };
}
