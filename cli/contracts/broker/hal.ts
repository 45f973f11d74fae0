/** What a Pact Broker answers: JSON with links (HAL), of which Aurora follows those that it knows. */
export interface Resource {
  readonly _links?: Readonly<Record<string, Link | readonly Link[]>>;
  readonly _embedded?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export interface Link {
  readonly href: string;
  readonly name?: string;
}

export function linksIn({ _links }: Resource, relation: string): readonly Link[] {
  const found = _links?.[relation];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found as Link];
}
