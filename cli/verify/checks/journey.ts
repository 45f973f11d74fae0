import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '../../config/model.ts';
import { expectStatus } from '../ask.ts';
import { type Check, CheckFailed, type Subject } from '../contract.ts';
import { sampleOf } from '../sample.ts';

/** A life through the gateway: created, read, found unchanged, changed, listed, deleted, gone. */
export function journeyChecks({ fleet, entry }: Subject): Check[] {
  return fleet.services.flatMap((service): Check[] => {
    if (service.kind !== 'domain') return [];
    return service.entities.filter(isIndependent).map((entity) => ({
      area: 'journeys',
      claim: `${entity.path} can be created, read, changed and deleted`,
      service: service.name,
      writes: true,
      run: ({ token }) => live(entity, `${entry}/api/v1/${entity.path}`, token),
    }));
  });
}

/** What must refer to another resource needs that one first. */
function isIndependent({ fields }: Entity): boolean {
  return !fields.some(({ type, required }) => type === 'reference' && required);
}

async function live(entity: Entity, collection: string, sign: Subject['token']): Promise<void> {
  const token = await sign(`${entity.path}:read`, `${entity.path}:write`);
  const sample = sampleOf(entity, `verify-${randomBytes(6).toString('hex')}`);
  const created = await expectStatus(201, collection, { method: 'POST', token, body: sample });
  const { id } = created.body as { id: string };
  const url = `${collection}/${id}`;
  try {
    const read = await expectStatus(200, url, { token });
    requireSame('what was read', read.body, created.body);
    const listed = await expectStatus(200, `${collection}?filter[id]=${id}`, { token });
    requireSame('what was listed', (listed.body as { items: unknown[] }).items[0], created.body);
    const changed = await expectStatus(200, url, { method: 'PATCH', token, body: sample });
    requireSame('what an empty change gave', changed.body, created.body);
  } finally {
    await expectStatus(204, url, { method: 'DELETE', token });
  }
  await expectStatus(404, url, { token });
}

function requireSame(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new CheckFailed(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}
