import type { Entity } from './model.ts';
import { camelCase, kebabCase, pluralOf, snakeCase } from './names.ts';

type Names = Pick<Entity, 'name' | 'singular' | 'plural' | 'path' | 'table'>;

/** An entity's names, all from its own and, where the config gives one, its plural. */
export function namesOf(name: string, givenPlural?: string): Names {
  const singular = camelCase(name);
  const plural = givenPlural ?? pluralOf(singular);
  return { name, singular, plural, path: kebabCase(plural), table: snakeCase(plural) };
}
