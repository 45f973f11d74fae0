import { entityScopes } from '../../config/entity-scopes.ts';
import type { Entity } from '../../config/model.ts';
import type { Check, Target } from '../contract.ts';
import { gatewayUrl, running } from '../entry.ts';

/** No data without a token that grants it, neither at the gateway nor past it. */
export function accessChecks(target: Target): Check[] {
  const gateway = gatewayUrl(target);
  return running(target, 'domain').flatMap(({ service, url }) =>
    service.entities.flatMap((entity) =>
      [...(gateway ? [gateway] : []), url].map((base) =>
        guarded(entity, `${base}/api/v1/${entity.path}`, service.name),
      ),
    ),
  );
}

function guarded(entity: Entity, url: string, service: string): Check {
  return {
    area: 'access',
    claim: `${url} refuses who may not read ${entity.path}`,
    service,
    run: async ({ http, token }) => {
      await http.expect(401, url);
      await http.expect(401, url, { token: 'no.token.atall' });
      const { read, update } = entityScopes(entity);
      if (update !== read) await http.expect(403, url, { token: await token(update) });
      await http.expect(200, url, { token: await token(read) });
    },
  };
}
