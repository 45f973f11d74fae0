import type { Entity } from '../../config/model.ts';
import { expectStatus } from '../ask.ts';
import type { Check, Subject } from '../contract.ts';

/** No data without a token that grants it, neither at the gateway nor past it. */
export function accessChecks({ fleet, status, entry }: Subject): Check[] {
  return fleet.services.flatMap((service): Check[] => {
    const own = status.services.find(({ name }) => name === service.name);
    if (service.kind !== 'domain' || !own) return [];
    return service.entities.flatMap((entity) =>
      [entry, own.url].map((base) => guarded(entity, `${base}/api/v1/${entity.path}`, service.name)),
    );
  });
}

function guarded(entity: Entity, url: string, service: string): Check {
  return {
    area: 'access',
    claim: `${url} refuses who may not read ${entity.path}`,
    service,
    run: async ({ token }) => {
      await expectStatus(401, url);
      await expectStatus(401, url, { token: 'no.token.atall' });
      await expectStatus(403, url, { token: await token(`${entity.path}:write`) });
      await expectStatus(200, url, { token: await token(`${entity.path}:read`) });
    },
  };
}
