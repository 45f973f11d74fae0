import { isDeepStrictEqual } from 'node:util';
import { entityScopes, scopesIn } from '../../config/entity-scopes.ts';
import type { Entity, ReferenceField } from '../../config/model.ts';
import type { Check, Target } from '../contract.ts';
import { gatewayUrl, type Place, running } from '../entry.ts';
import type { Http } from '../http.ts';
import { lend, newMark } from '../lend.ts';
import { CheckFailed } from '../outcome.ts';
import { sampleOf } from '../sample.ts';

/** A life as clients see it: created, read, found unchanged, listed, changed, deleted, gone. */
export function lifeChecks(place: Place): Check[] {
  const places = placesOf(place);
  return running(place, 'domain').flatMap(({ service }) =>
    service.entities.map(
      (entity): Check => ({
        area: 'journeys',
        claim: `${entity.path} can be created, read, changed and deleted`,
        service: service.name,
        writes: true,
        run: (each) => live(`${service.name}.${entity.name}`, places, each, inspect),
      }),
    ),
  );
}

type Resource = Readonly<Record<string, unknown>>;

/** `service.Entity` → the entity, and the URL of all of its kind. */
export type Places = ReadonlyMap<string, { readonly entity: Entity; readonly collection: string }>;

export function placesOf(place: Place): Places {
  const gateway = gatewayUrl(place);
  const all = running(place, 'domain').flatMap(({ service, url }) =>
    service.entities.map((entity) => {
      const collection = `${gateway ?? url}/api/v1/${entity.path}`;
      return [`${service.name}.${entity.name}`, { entity, collection }] as const;
    }),
  );
  return new Map(all);
}

/** What it must refer to and can be made here; what cannot, such as a file, is told when it is missed. */
function requiredBy({ fields }: Entity, places: Places): readonly ReferenceField[] {
  const required = fields.filter((field): field is ReferenceField => field.type === 'reference' && field.required);
  return required.filter((field) => places.has(ownerOf(field)));
}

function ownerOf({ service, entity }: ReferenceField): string {
  return `${service}.${entity}`;
}

type Use = (life: Life) => Promise<void>;

/** Lets one live while it is used, and with it all that it must refer to. */
export async function live(key: string, places: Places, target: Target, use: Use): Promise<void> {
  const { entity } = places.get(key) as { entity: Entity };
  await withReferences(requiredBy(entity, places), places, target, (references) =>
    liveWith(references, key, places, target, use),
  );
}

/** The ids of newly made resources, under the fields that refer to them. */
async function withReferences(
  [field, ...rest]: readonly ReferenceField[],
  places: Places,
  target: Target,
  work: (ids: Resource) => Promise<void>,
): Promise<void> {
  if (!field) return work({});
  await live(ownerOf(field), places, target, ({ created }) =>
    withReferences(rest, places, target, (ids) =>
      work({ ...ids, [field.name]: field.many ? [created.id] : created.id }),
    ),
  );
}

async function liveWith(references: Resource, key: string, places: Places, target: Target, use: Use): Promise<void> {
  const { http, token: sign } = target;
  const { entity, collection } = places.get(key) as { entity: Entity; collection: string };
  const token = await sign(...scopesIn(entityScopes(entity)));
  const { body: page } = await http.expect(200, `${collection}?limit=2`, { token });
  const [like, other = like] = (page as { items: readonly Resource[] }).items;
  const mark = newMark();
  const first = sampleOf(entity, mark, references, like);
  await lend(target, { collection, token, body: first, mark }, async ({ url, body, headers }) => {
    const created = body as Resource;
    requireFields('what was created', created, first);
    const location = new URL(headers.get('location') ?? '', url).href;
    if (location !== url) throw new CheckFailed(`the Location of what was created is ${location}, not ${url}`);
    await use({ entity, references, like: other, http, token, collection, url, created });
  });
}

export interface Life {
  readonly entity: Entity;
  /** Ids by the fields that must hold them. */
  readonly references: Resource;
  /** One that was there before, if any was. */
  readonly like: Resource | undefined;
  readonly http: Http;
  readonly token: string;
  readonly collection: string;
  readonly url: string;
  readonly created: Resource;
}

async function inspect({ entity, references, like, http, token, collection, url, created }: Life): Promise<void> {
  const read = await http.expect(200, url, { token });
  requireFields('what was read', read.body, created);
  const listed = await http.expect(200, `${collection}?filter[id]=${created.id}`, { token });
  requireFields('what was listed', (listed.body as { items: readonly unknown[] }).items[0], created);
  const second = sampleOf(entity, newMark(), references, like);
  const changed = await http.expect(200, url, { method: 'PATCH', token, body: second });
  requireFields('what was changed', changed.body, { id: created.id, ...second });
}

/** Whether a resource has these members with these values; it may have more. */
function requireFields(what: string, resource: unknown, expected: Resource): void {
  const found = Object(resource) as Resource;
  for (const [name, value] of Object.entries(expected)) {
    if (isDeepStrictEqual(found[name], value)) continue;
    throw new CheckFailed(`${what} has ${name} ${JSON.stringify(found[name])}, not ${JSON.stringify(value)}`);
  }
}
