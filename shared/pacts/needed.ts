import { MatchersV3 } from '@pact-foundation/pact';
import type { Reference } from '../references/index.ts';
import type { Made } from './made.ts';

/** What of a resource is used where it is kept as a copy: all that reads embed; else that it is there at all. */
export function needed(
  { embed, properties }: Pick<Reference, 'embed' | 'properties'>,
  { fields }: Pick<Made, 'fields'>,
): Readonly<Record<string, unknown>> {
  const used = embed === undefined ? [] : properties.filter((name) => name in fields);
  return Object.fromEntries(used.map((name) => [name, MatchersV3.like(fields[name])]));
}
