import type { Identity } from '../context/index.ts';

/** Grants every scope. */
const ANY = '*';

/** Whether the identity may do what `scope` names, e.g. `orders:read`. */
export function allows(identity: Identity, scope: string): boolean {
  return identity.scopes.includes(scope) || identity.scopes.includes(ANY);
}

/** What is left of the scopes a token claims when its key may grant no more than `bound`. */
export function boundedBy(bound: readonly string[], claimed: readonly string[]): readonly string[] {
  if (bound.includes(ANY)) return claimed;
  if (claimed.includes(ANY)) return bound;
  return claimed.filter((scope) => bound.includes(scope));
}
