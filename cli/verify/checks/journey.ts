import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '../../config/model.ts';
import type { Check, Target } from '../contract.ts';
import { gatewayUrl, running } from '../entry.ts';
import type { Http } from '../http.ts';
import { CheckFailed } from '../outcome.ts';
import { sampleOf } from '../sample.ts';

/** A life as clients see it: created, read, found unchanged, listed, changed, deleted, gone. */
export function journeyChecks(target: Target): Check[] {
  const gateway = gatewayUrl(target);
  return running(target, 'domain').flatMap(({ service, url }) =>
    service.entities.map(
      (entity): Check => ({
        area: 'journeys',
        claim: `${entity.path} can be created, read, changed and deleted`,
        service: service.name,
        writes: true,
        run: (each) => live(entity, `${gateway ?? url}/api/v1/${entity.path}`, each),
      }),
    ),
  );
}

type Resource = Readonly<Record<string, unknown>>;

async function live(entity: Entity, collection: string, { http, token: sign }: Target): Promise<void> {
  const first = sampleOf(entity, salt());
  const token = await sign(`${entity.path}:read`, `${entity.path}:write`);
  const { body, headers } = await http.expect(201, collection, { method: 'POST', token, body: first });
  const created = body as Resource;
  requireFields('what was created', created, first);
  const url = `${collection}/${created.id}`;
  try {
    const location = new URL(headers.get('location') ?? '', url).href;
    if (location !== url) throw new CheckFailed(`the Location of what was created is ${location}, not ${url}`);
    await use(entity, { http, token, collection, url, created });
  } catch (error) {
    // What failed first says more than whether this succeeds.
    await http.ask(url, { method: 'DELETE', token }).catch(() => undefined);
    throw error;
  }
  await http.expect(204, url, { method: 'DELETE', token });
  await http.expect(404, url, { token });
}

interface Life {
  readonly http: Http;
  readonly token: string;
  readonly collection: string;
  readonly url: string;
  readonly created: Resource;
}

async function use(entity: Entity, { http, token, collection, url, created }: Life): Promise<void> {
  const read = await http.expect(200, url, { token });
  requireFields('what was read', read.body, created);
  const listed = await http.expect(200, `${collection}?filter[id]=${created.id}`, { token });
  requireFields('what was listed', (listed.body as { items: readonly unknown[] }).items[0], created);
  const second = sampleOf(entity, salt());
  const changed = await http.expect(200, url, { method: 'PATCH', token, body: second });
  requireFields('what was changed', changed.body, { id: created.id, ...second });
}

function salt(): string {
  return `verify-${randomBytes(6).toString('hex')}`;
}

/** Whether a resource has these members with these values; it may have more. */
function requireFields(what: string, resource: unknown, expected: Resource): void {
  const found = Object(resource) as Resource;
  for (const [name, value] of Object.entries(expected)) {
    if (isDeepStrictEqual(found[name], value)) continue;
    throw new CheckFailed(`${what} has ${name} ${JSON.stringify(found[name])}, not ${JSON.stringify(value)}`);
  }
}
