import type { Entity } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import { collectionName } from './identifiers.ts';

/** What the typed client has to call an entity's owner by. */
export interface Definition {
  /** The name of the export. */
  readonly collection: string;
  /** Where it is, as in `@<fleet>/client/<file>`. */
  readonly file: string;
}

export function definitionOf({ singular, plural }: Pick<Entity, 'singular' | 'plural'>): Definition {
  return { collection: collectionName(singular, plural), file: kebabCase(singular) };
}
