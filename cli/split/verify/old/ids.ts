import { uuid } from '../../fit/uuid.ts';
import { composite, identity, isMade, numberIn } from '../../identity.ts';
import type { Mapping } from '../../mapping/contract.ts';

/** How the rows of a mapping get their ids, and back, as far as ids tell. */
export interface Ids {
  /** Undefined: it can be no key. */
  of(parts: readonly string[]): { readonly key: string; readonly id: string } | undefined;
  /** The key that an id was made of; undefined: it was not made by this mapping, or does not tell. */
  keyOf(id: string): string | undefined;
  /** Whether an id may be one of this mapping's. */
  mayBe(id: string): boolean;
}

export function idsOf({ into, ids, identity: name, foldKeys }: Mapping): Ids {
  const made = identity(name);
  if (ids === 'kept') {
    return {
      of(parts) {
        const id = uuid(composite(parts));
        return typeof id === 'string' ? { key: id, id } : undefined;
      },
      keyOf: (id) => id,
      mayBe: () => true,
    };
  }
  return {
    of(parts) {
      const text = composite(parts);
      const key = foldKeys ? text.trimEnd().toLowerCase() : text;
      return { key, id: made.of(key) };
    },
    keyOf(id) {
      const key = isMade(id) ? String(numberIn(id)) : '';
      return made.of(key) === id ? key : undefined;
    },
    // What is in a list tells by its owner.
    mayBe: (id) => isMade(into.kind === 'list' ? (id.split(',')[0] as string) : id),
  };
}
