import type { Check, Target } from '../contract.ts';
import { gatewayUrl, type Place, running } from '../entry.ts';
import { CheckFailed } from '../outcome.ts';

interface Registry {
  readonly items: readonly { readonly name: string; readonly instances: readonly unknown[] }[];
}

/** Every running service has a lease, so that others find it; clients find no registry. */
export function registryChecks(place: Place): Check[] {
  const gateway = gatewayUrl(place);
  return running(place, 'config').flatMap(({ service, url }): Check[] => [
    {
      area: 'registry',
      claim: 'every service is registered',
      service: service.name,
      run: (each) => requireLeases(each, `${url}/registry/services`),
    },
    ...(gateway ? [hidden(`${gateway}/registry/services`)] : []),
  ]);
}

async function requireLeases({ http, token, status }: Target, url: string): Promise<void> {
  const { body } = await http.expect(200, url, { token: await token('registry:read') });
  const leased = (body as Registry).items.filter(({ instances }) => instances.length > 0).map(({ name }) => name);
  const missing = status.services.map(({ name }) => name).filter((name) => !leased.includes(name));
  if (missing.length === 0) return;
  throw new CheckFailed(`no lease of ${missing.join(', ')}`, {
    where: url,
    expected: `a lease of each of ${status.services.length} services`,
    found: leased.length > 0 ? `leases of ${leased.join(', ')}` : 'no lease at all',
    next: 'aurora status',
  });
}

function hidden(url: string): Check {
  return {
    area: 'registry',
    claim: 'the registry is not to be had through the gateway',
    run: async ({ http, token }) => {
      await http.expect(404, url, { token: await token('*') });
    },
  };
}
