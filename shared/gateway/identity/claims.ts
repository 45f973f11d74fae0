type Claims = Readonly<Record<string, unknown>>;

/**
 * The texts of a claim: those of a list, or those between the spaces of one text; none where there is no such claim.
 *
 * @param name of the claim, or a path to it with dots between, e.g. `realm_access.roles`
 * @returns undefined where it is something else
 */
export function textsOf(claims: Claims, name: string): readonly string[] | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : inside(claims, name.split('.'));
  if (value === undefined) return [];
  if (typeof value === 'string') return words(value);
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
}

/** A space stands between two scopes, also where it came within one of a list. */
export function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}

function inside(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return undefined;
  return inside((value as Claims)[first], rest);
}
