import { entityScopes } from '../../config/entity-scopes.ts';
import type { DomainService, Entity } from '../../config/model.ts';
import type { Check } from '../contract.ts';
import { gatewayUrl, type Place, running } from '../entry.ts';

/** No data without a token that grants it, and nothing done, neither at the gateway nor past it. */
export function accessChecks(place: Place): Check[] {
  const gateway = gatewayUrl(place);
  return running(place, 'domain').flatMap(({ service, url }) =>
    [...(gateway ? [gateway] : []), url].flatMap((base) => [
      ...service.entities.map((entity) => guarded(entity, `${base}/api/v1/${entity.path}`, service.name)),
      ...operationsOf(service).map((operation) => guardedOperation(operation, base, service.name)),
    ]),
  );
}

interface OwnOperation {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly scope: string;
}

/** The id of nothing. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** The commands and queries of the config's own; of no resource that there is. */
function operationsOf(service: DomainService): OwnOperation[] {
  const of = ({ commands = [], queries = [] }: DomainService | Entity, prefix: string): OwnOperation[] => [
    ...commands.map(({ path, scope }) => ({ method: 'POST' as const, path: prefix + path, scope })),
    ...queries.map(({ path, scope }) => ({ method: 'GET' as const, path: prefix + path, scope })),
  ];
  const entities = service.entities.flatMap((entity) => of(entity, `/api/v1/${entity.path}/${NOBODY}/`));
  return [...entities, ...of(service, '/api/v1/')];
}

function guardedOperation({ method, path, scope }: OwnOperation, base: string, service: string): Check {
  const url = base + path;
  return {
    area: 'access',
    claim: `${method} ${url} refuses who has not the scope ${scope}`,
    service,
    run: async ({ http, token }) => {
      const question = { method, ...(method === 'POST' && { body: {} }) };
      await http.expect(401, url, question);
      await http.expect(403, url, { ...question, token: await token(`${scope}:not`) });
    },
  };
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
