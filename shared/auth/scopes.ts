import type { Identity } from '../context/index.ts';

/** Grants every scope. */
export const ANY = '*';

/** What every service may do: fetch its settings, register itself, find others. */
export const EVERY_SERVICE: readonly string[] = ['config:read', 'registry:read', 'registry:write'];

/** Whether the identity may do what `scope` names, e.g. `orders:read`. */
export function allows(identity: Identity, scope: string): boolean {
  return identity.scopes.includes(scope) || identity.scopes.includes(ANY);
}

/** Whether a key may grant everything. */
export function isUnbounded(bound: readonly string[]): boolean {
  return bound.includes(ANY);
}

/** What is left of the scopes a token claims when its key may grant no more than `bound`. */
export function boundedBy(bound: readonly string[], claimed: readonly string[]): readonly string[] {
  if (isUnbounded(bound)) return claimed;
  if (claimed.includes(ANY)) return bound;
  return claimed.filter((scope) => bound.includes(scope));
}
