import type { FieldError } from '../errors/index.ts';
import type { Resource } from '../repository/index.ts';
import type { Reference } from './contract.ts';
import type { Known } from './look-up.ts';

/**
 * A resource with what it refers to under the keys that its references name: the referenced resource, with
 * `stale: true` while its owner is away; or null.
 */
export type Enriched<R> = R & {
  /** Why keys are null although there is an id; absent where there are none. */
  readonly unresolved?: readonly FieldError[];
};

/** @param away services of which no instance lives */
export function enrich<R extends Resource>(
  resource: R,
  references: readonly Reference[],
  known: Known,
  away: ReadonlySet<string>,
): Enriched<R> {
  const enriched = { ...resource } as Record<string, unknown>;
  const unresolved: FieldError[] = [];
  for (const reference of references) {
    const { field, service } = reference;
    const key = reference.embed as string;
    const id = resource[field as keyof R] as string | null;
    const copy = id === null ? undefined : known.copy(reference, id);
    const data = copy?.data ?? null;
    enriched[key] = data && away.has(service) ? { ...data, stale: true } : data;
    if (id === null || data) continue;
    const reason = copy ? 'deleted' : known.failure(reference) !== undefined ? 'owner_unavailable' : 'not_found';
    unresolved.push({ path: `/${key}`, code: reason, message: MESSAGES[reason](reference) });
  }
  if (unresolved.length > 0) enriched.unresolved = unresolved;
  return enriched as Enriched<R>;
}

const MESSAGES = {
  deleted: ({ noun, service }: Reference) => `${service} has deleted this ${noun}`,
  not_found: ({ noun, service }: Reference) => `${service} has no such ${noun}`,
  owner_unavailable: ({ noun, service }: Reference) =>
    `${service} cannot be asked now, and there is no copy of this ${noun}`,
};

/**
 * The strong validator of an enriched resource: its own version, then for each embedded key the version of what is
 * there, with a letter for what else its representation depends on. `"3.7"`, `"3.7s"` while stale, `"3.d"` once deleted, `"3.7+2"` of a list.
 */
export function enrichedEtag(enriched: Enriched<Resource>, references: readonly Pick<Reference, 'embed'>[]): string {
  const parts = references.flatMap(({ embed }) => (embed === undefined ? [] : partOf(enriched, embed)));
  return `"${[enriched.version, ...parts].join('.')}"`;
}

function partOf(enriched: Enriched<Resource>, key: string): string {
  const embedded = (enriched as unknown as Record<string, Embedded | Embedded[] | null>)[key];
  if (Array.isArray(embedded)) return embedded.map(({ version }) => version).join('+') || '-';
  if (embedded) return `${embedded.version}${embedded.stale ? 's' : ''}`;
  return enriched.unresolved?.find(({ path }) => path === `/${key}`)?.code.charAt(0) ?? '-';
}

interface Embedded {
  readonly version: number;
  readonly stale?: true;
}
