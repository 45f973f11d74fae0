import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Entity, Fleet, ReferenceField } from '../../config/model.ts';
import { expectStatus } from '../ask.ts';
import { type Check, CheckFailed, type Subject } from '../contract.ts';
import { sampleOf } from '../sample.ts';

/** A life through the gateway: created, read, found unchanged, changed, listed, deleted, gone. */
export function journeyChecks({ fleet, entry }: Subject): Check[] {
  return fleet.services.flatMap((service): Check[] => {
    if (service.kind !== 'domain') return [];
    return service.entities
      .filter((entity) => isReachable(entity, fleet))
      .map((entity) => ({
        area: 'journeys',
        claim: `${entity.path} can be created, read, changed and deleted`,
        service: service.name,
        writes: true,
        run: ({ token }) => live(entity, { fleet, api: `${entry}/api/v1`, sign: token }),
      }));
  });
}

interface Stage {
  readonly fleet: Fleet;
  /** Base URL of all entities. */
  readonly api: string;
  readonly sign: Subject['token'];
}

/** Whether all that it must refer to can be made here; files cannot. */
function isReachable(entity: Entity, fleet: Fleet): boolean {
  return requiredReferences(entity).every((field) => {
    const owned = ownedBy(field, fleet);
    return owned !== undefined && isReachable(owned, fleet);
  });
}

async function live(entity: Entity, stage: Stage): Promise<void> {
  await withOne(entity, stage, async ({ url, token, sample, created }) => {
    const read = await expectStatus(200, url, { token });
    requireSame('what was read', read.body, created);
    const listed = await expectStatus(200, `${stage.api}/${entity.path}?filter[id]=${created.id}`, { token });
    requireSame('what was listed', (listed.body as { items: unknown[] }).items[0], created);
    const changed = await expectStatus(200, url, { method: 'PATCH', token, body: sample });
    requireSame('what an empty change gave', changed.body, created);
  });
}

interface One {
  readonly url: string;
  readonly token: string;
  readonly sample: Record<string, unknown>;
  readonly created: { readonly id: string };
}

/** Lends one that exists while `work` runs, with all that it must refer to; afterwards all of them are gone. */
async function withOne(entity: Entity, stage: Stage, work: (one: One) => Promise<void>): Promise<void> {
  await withReferences(requiredReferences(entity), stage, async (references) => {
    const collection = `${stage.api}/${entity.path}`;
    const token = await stage.sign(`${entity.path}:read`, `${entity.path}:write`);
    const sample = { ...sampleOf(entity, `verify-${randomBytes(6).toString('hex')}`), ...references };
    const { body } = await expectStatus(201, collection, { method: 'POST', token, body: sample });
    const created = body as One['created'];
    const url = `${collection}/${created.id}`;
    try {
      await work({ url, token, sample, created });
    } finally {
      await expectStatus(204, url, { method: 'DELETE', token });
    }
    await expectStatus(404, url, { token });
  });
}

/** The ids of newly made resources, by the fields that refer to them. */
async function withReferences(
  [field, ...rest]: readonly ReferenceField[],
  stage: Stage,
  work: (ids: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  if (!field) return work({});
  await withOne(ownedBy(field, stage.fleet) as Entity, stage, ({ created }) =>
    withReferences(rest, stage, (ids) => work({ ...ids, [field.name]: created.id })),
  );
}

function requiredReferences({ fields }: Entity): readonly ReferenceField[] {
  return fields.filter((field): field is ReferenceField => field.type === 'reference' && field.required);
}

function ownedBy({ service, entity }: ReferenceField, { services }: Fleet): Entity | undefined {
  const owner = services.find(({ name }) => name === service);
  return owner?.kind === 'domain' ? owner.entities.find(({ name }) => name === entity) : undefined;
}

function requireSame(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new CheckFailed(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}
