import { expectStatus } from '../ask.ts';
import { type Check, CheckFailed, type Subject } from '../contract.ts';

interface Registry {
  readonly items: readonly { readonly name: string; readonly instances: readonly unknown[] }[];
}

/** Every running service has a lease, so that others find it. */
export function registryChecks({ fleet, status }: Subject): Check[] {
  const registrar = fleet.services.find(({ kind }) => kind === 'config')?.name;
  const home = status.services.find(({ name }) => name === registrar);
  if (!home) return [];
  return [
    {
      area: 'registry',
      claim: 'every service is registered',
      service: home.name,
      run: async ({ token }) => {
        const { body } = await expectStatus(200, `${home.url}/registry/services`, {
          token: await token('registry:read'),
        });
        const known = new Set(
          (body as Registry).items.filter(({ instances }) => instances.length > 0).map(({ name }) => name),
        );
        const missing = status.services.map(({ name }) => name).filter((name) => !known.has(name));
        if (missing.length > 0) throw new CheckFailed(`no lease of ${missing.join(', ')}`);
      },
    },
    {
      area: 'registry',
      claim: 'the registry is not to be had through the gateway',
      run: async ({ entry, token }) => {
        await expectStatus(404, `${entry}/registry/services`, { token: await token('*') });
      },
    },
  ];
}
