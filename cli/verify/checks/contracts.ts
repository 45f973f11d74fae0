import { compareOpenApi, type OpenApi } from '../../contracts/diff/operations.ts';
import { OPENAPI } from '../../contracts/openapi.ts';
import { type ContractState, contractStates } from '../../contracts/states.ts';
import { contractsOf } from '../../generate/plan/contracts/contracts.ts';
import { openTree } from '../../generate/tree.ts';
import type { Check } from '../contract.ts';
import { allRunning, type Place } from '../entry.ts';
import { CheckFailed, CheckSkipped } from '../outcome.ts';

/** What services have promised each other is written down, complete, and was last found kept. */
export async function contractChecks(place: Place): Promise<Check[]> {
  return [...documentChecks(place), ...eventContractChecks(place), ...(await pactChecks(place))];
}

/** What runs serves what the fleet has agreed upon, whichever version of the code it is; of a gateway its own routes. */
function documentChecks(place: Place): Check[] {
  const tree = openTree(place.fleet.root);
  return allRunning(place).map(({ service, url }) => {
    const file = `${OPENAPI}/${service.name}.json`;
    return {
      area: 'contracts',
      claim: `${service.name} serves what its OpenAPI document promises`,
      service: service.name,
      file,
      run: async ({ http }) => {
        const text = tree.read(file);
        if (text === null) throw new CheckSkipped(`there is no ${file}: aurora contracts record`);
        const { body } = await http.expect(200, `${url}/openapi.json`);
        const changes = compareOpenApi(service.name, JSON.parse(text), body as OpenApi);
        const [first, ...others] = changes.filter(({ severity }) => severity === 'breaking');
        if (!first) return;
        const at = [first.operation, first.path].filter(Boolean).join(' ');
        const more = others.length > 0 ? `, and ${others.length} more` : '';
        throw new CheckFailed(`${url} does not keep what ${file} promises: ${at}: ${first.what}${more}`, {
          where: `${url}/openapi.json, ${at}`,
          expected: file,
          found: first.what,
          next: 'aurora contracts record, where that is meant; it shows in the diff then',
        });
      },
    };
  });
}

function eventContractChecks(place: Place): Check[] {
  const contracts = contractsOf(place.fleet, openTree(place.fleet.root));
  return allRunning(place).flatMap(({ service }): Check[] => {
    const told = contracts.by(service.name);
    if (told.length === 0) return [];
    return [
      {
        area: 'contracts',
        claim: `every event of ${service.name} has its contract`,
        service: service.name,
        file: `contracts/events/${service.name}`,
        run: async ({ fleet }) => {
          const tree = openTree(fleet.root);
          const stale = told
            .map((each) => each.path(each.event.version))
            .filter((path, index) => tree.read(path) !== told[index]?.text(told[index].event.version));
          if (stale.length === 0) return;
          throw new CheckFailed(`not as the config says: ${stale.join(', ')}`, {
            expected: 'what `aurora generate` writes',
            next: 'aurora generate --diff',
          });
        },
      },
    ];
  });
}

async function pactChecks({ fleet }: Place): Promise<Check[]> {
  const about = { area: 'contracts', file: 'contracts/pacts' } as const;
  let states: readonly ContractState[];
  try {
    states = await contractStates(fleet);
  } catch (error) {
    return [{ ...about, claim: 'every pact can be read', run: () => Promise.reject(error) }];
  }
  const skipped = (why: string): Check => ({
    ...about,
    claim: 'services keep their pacts',
    run: () => Promise.reject(new CheckSkipped(why)),
  });
  if (states.every(({ state }) => state === 'no_pact')) {
    return [skipped('nobody has recorded one: aurora contracts record')];
  }
  // What was never looked at is for `contracts verify`, which takes longer than this may.
  const unknown = states.filter(({ state }) => state === 'unknown');
  const known = states.filter(({ state }) => state !== 'unknown');
  const many = unknown.length === states.length ? 'none' : `${unknown.length} of ${states.length} not`;
  return [
    ...known.map(({ consumer, provider, state, reason }) => ({
      ...about,
      claim: `${provider} keeps what ${consumer} expects of it`,
      service: provider,
      run: async () => {
        if (state === 'verified') return;
        throw new CheckFailed(reason ?? '', {
          where: `contracts/pacts/${consumer}-${provider}.json`,
          next: state === 'failed' ? `aurora contracts verify --service ${provider}` : 'aurora contracts record',
        });
      },
    })),
    ...(unknown.length > 0 ? [skipped(`${many} verified as the code is now: aurora contracts verify`)] : []),
  ];
}
