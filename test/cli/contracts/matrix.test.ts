import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decision, decide, gather } from '../../../cli/contracts/matrix.ts';
import type { Pair } from '../../../cli/contracts/pact.ts';
import { memoryStore, type Named, participant, type World } from './memory-store.ts';

async function decided(world: World, candidates: readonly Named[], expected: readonly Pair[] = []): Promise<Decision> {
  const question = { candidates: candidates.map(participant), environment: 'production', expected };
  return decide(await gather(memoryStore(world), question));
}

/** `web@2 → api@1 unknown` */
function rowsOf({ rows }: Decision): string[] {
  return rows.map(
    ({ consumer, consumerVersion, provider, providerVersion, status }) =>
      `${consumer}@${consumerVersion}${provider === null ? '' : ` → ${provider}${providerVersion === null ? '' : `@${providerVersion}`}`} ${status}`,
  );
}

interface Case {
  readonly title: string;
  readonly world: World;
  readonly candidates: readonly Named[];
  readonly expected?: readonly Pair[];
  readonly deployable: boolean;
  readonly rows: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'a consumer whose pact the provider that runs there has verified',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'api@1': {} },
      verdicts: { 'web → api a by 1': true },
      deployed: ['api@1'],
    },
    candidates: ['web@1'],
    deployable: true,
    rows: ['web@1 → api@1 verified'],
  },
  {
    title: 'one whose pact that provider has failed',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'api@1': {} },
      verdicts: { 'web → api a by 1': false },
      deployed: ['api@1'],
    },
    candidates: ['web@1'],
    deployable: false,
    rows: ['web@1 → api@1 failed'],
  },
  {
    title: 'one whose pact another version of the provider has verified, and not the one that runs there',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'api@1': {}, 'api@2': {} },
      verdicts: { 'web → api a by 2': true },
      deployed: ['api@1'],
    },
    candidates: ['web@1'],
    deployable: false,
    rows: ['web@1 → api@1 unknown'],
  },
  {
    title: 'a new version with the pact of the old one, which was verified',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'web@2': { api: 'a' }, 'api@1': {} },
      verdicts: { 'web → api a by 1': true },
      deployed: ['web@1', 'api@1'],
    },
    candidates: ['web@2'],
    deployable: true,
    rows: ['web@2 → api@1 verified'],
  },
  {
    title: 'a consumer whose provider does not run there',
    world: { pacts: { 'web@1': { api: 'a' }, 'api@1': {} }, verdicts: { 'web → api a by 1': true } },
    candidates: ['web@1'],
    deployable: false,
    rows: ['web@1 → api missing'],
  },
  {
    title: 'a provider that keeps what those who run there ask of it',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'api@1': {}, 'api@2': {} },
      verdicts: { 'web → api a by 1': true, 'web → api a by 2': true },
      deployed: ['web@1', 'api@1'],
    },
    candidates: ['api@2'],
    deployable: true,
    rows: ['web@1 → api@2 verified'],
  },
  {
    title: 'a provider that breaks one of two',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'app@7': { api: 'b' }, 'api@2': {} },
      verdicts: { 'web → api a by 2': true, 'app → api b by 2': false },
      deployed: ['web@1', 'app@7', 'api@1'],
    },
    candidates: ['api@2'],
    deployable: false,
    rows: ['web@1 → api@2 verified', 'app@7 → api@2 failed'],
  },
  {
    title: 'a provider whom nobody there calls yet',
    world: { pacts: { 'web@1': { api: 'a' }, 'api@1': {} }, verdicts: { 'web → api a by 1': true } },
    candidates: ['api@1'],
    deployable: true,
    rows: [],
  },
  {
    title: 'one with no pacts at all',
    world: { pacts: { 'web@1': {} } },
    candidates: ['web@1'],
    deployable: false,
    rows: ['web@1 no_pact'],
  },
  {
    title: 'one that was never published',
    world: { pacts: {} },
    candidates: ['web@1'],
    deployable: false,
    rows: ['web@1 unpublished'],
  },
  {
    title: 'nobody',
    world: { pacts: {} },
    candidates: [],
    deployable: false,
    rows: [],
  },
  {
    title: 'two that go together, and fit each other but not what they replace',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'web@2': { api: 'b' }, 'api@1': {}, 'api@2': {} },
      verdicts: { 'web → api a by 1': true, 'web → api b by 2': true },
      deployed: ['web@1', 'api@1'],
    },
    candidates: ['web@2', 'api@2'],
    deployable: true,
    rows: ['web@2 → api@2 verified'],
  },
  {
    title: 'one of those two alone',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'web@2': { api: 'b' }, 'api@1': {}, 'api@2': {} },
      verdicts: { 'web → api a by 1': true, 'web → api b by 2': true },
      deployed: ['web@1', 'api@1'],
    },
    candidates: ['web@2'],
    deployable: false,
    rows: ['web@2 → api@1 unknown'],
  },
  {
    title: 'a provider of which two versions of a consumer run there, one of them broken',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'web@2': { api: 'b' }, 'api@2': {} },
      verdicts: { 'web → api a by 2': false, 'web → api b by 2': true },
      deployed: ['web@1', 'web@2'],
    },
    candidates: ['api@2'],
    deployable: false,
    rows: ['web@1 → api@2 failed', 'web@2 → api@2 verified'],
  },
  {
    title: 'one beside two that stay and do not fit each other, which is none of its business',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'api@1': {}, 'mail@1': { api: 'm' } },
      verdicts: { 'mail → api m by 1': true, 'web → api a by 1': false },
      deployed: ['web@1', 'api@1'],
    },
    candidates: ['mail@1'],
    deployable: true,
    rows: ['mail@1 → api@1 verified'],
  },
  {
    title: 'one that has no pact about whom the config has it depend on',
    world: {
      pacts: { 'web@1': { api: 'a' }, 'api@1': {}, 'mail@1': {} },
      verdicts: { 'web → api a by 1': true },
      deployed: ['api@1', 'mail@1'],
    },
    candidates: ['web@1'],
    expected: [
      { consumer: 'web', provider: 'api' },
      { consumer: 'web', provider: 'mail' },
      { consumer: 'mail', provider: 'api' },
    ],
    deployable: false,
    rows: ['web@1 → mail no_pact', 'web@1 → api@1 verified'],
  },
  {
    title: 'one that asks itself, as services do of their own kind',
    world: { pacts: { 'api@1': { api: 's' } }, verdicts: { 'api → api s by 1': true } },
    candidates: ['api@1'],
    deployable: true,
    rows: ['api@1 → api@1 verified'],
  },
  {
    title: 'one beside a version of which only the deployment is known',
    world: { pacts: { 'web@1': { api: 'a' } }, verdicts: {}, deployed: ['api@0'] },
    candidates: ['web@1'],
    deployable: false,
    rows: ['api@0 unpublished', 'web@1 → api@0 unknown'],
  },
];

describe('whether versions may go to an environment', () => {
  it.each(cases)('$deployable: $title', async ({ world, candidates, expected, deployable, rows }) => {
    const decision = await decided(world, candidates, expected);
    expect(rowsOf(decision)).toEqual(rows);
    expect(decision.deployable).toBe(deployable);
  });

  it('says why not, each time with the names and versions of both', async () => {
    const world: World = {
      pacts: { 'web@1': { api: 'a', db: 'd', mail: 'm' }, 'api@3': {}, 'db@4': {}, 'old@1': {} },
      verdicts: { 'web → api a by 3': '$.name is missing' },
      deployed: ['api@3', 'db@4'],
    };
    const { rows } = await decided(world, ['web@1', 'new@9', 'old@1'], [{ consumer: 'web', provider: 'log' }]);
    expect(rows.map(({ reason }) => reason)).toEqual([
      'new 9 was never published, so nothing is known of it',
      'old 1 has no pact with anybody, so nothing is proven of it',
      'the config has web depend on log, and 1 has no pact about it',
      '$.name is missing',
      'db 4 was never held to this pact',
      'mail does not run in production, and does not go there with it',
    ]);
  });

  it('asks nothing of the store twice', async () => {
    const world: World = {
      pacts: { 'web@1': { api: 'a' }, 'app@1': { api: 'b' }, 'api@1': {} },
      verdicts: { 'web → api a by 1': true, 'app → api b by 1': true },
      deployed: ['app@1', 'api@0'],
    };
    const store = memoryStore(world);
    await gather(store, {
      candidates: ['web@1', 'api@1'].map((each) => participant(each as Named)),
      environment: 'production',
      expected: [],
    });
    expect(store.asked).toEqual([...new Set(store.asked)]);
    expect(store.asked).toHaveLength(5);
  });

  it('agrees with what a slow and simple mind makes of any world', async () => {
    const names = ['a', 'b', 'c'];
    const versions = ['1', '2'];
    const all = names.flatMap((name) => versions.map((version): Named => `${name}@${version}`));
    const digests = fc.dictionary(fc.constantFrom(...names), fc.constantFrom('x', 'y'), { maxKeys: 3 });
    const verdictKeys = names.flatMap((consumer) =>
      names.flatMap((provider) =>
        ['x', 'y'].flatMap((digest) => versions.map((version) => `${consumer} → ${provider} ${digest} by ${version}`)),
      ),
    );
    const worlds = fc.record({
      pacts: fc.dictionary(fc.constantFrom(...all), digests) as fc.Arbitrary<World['pacts']>,
      // Mostly verified, or nearly every answer would be no.
      verdicts: fc
        .array(fc.constantFrom(true, true, true, true, true, true, false, undefined), {
          minLength: verdictKeys.length,
          maxLength: verdictKeys.length,
        })
        .map((each) =>
          Object.fromEntries(
            verdictKeys.flatMap((key, index) => (each[index] === undefined ? [] : [[key, each[index] as boolean]])),
          ),
        ),
      deployed: fc.subarray(all),
    });
    const candidates = fc
      .tuple(...names.map(() => fc.constantFrom(undefined, ...versions)))
      .map((each) => each.flatMap((version, index): Named[] => (version ? [`${names[index]}@${version}`] : [])));
    let yes = 0;
    await fc.assert(
      fc.asyncProperty(worlds, candidates, async (world, going) => {
        const { deployable } = await decided(world, going);
        if (deployable) yes++;
        expect(deployable).toBe(naively(world, going));
      }),
      { numRuns: 2000 },
    );
    expect(yes).toBeGreaterThan(40);
  });
});

/** Puts everybody into one room and has each look at each. */
function naively({ pacts, verdicts = {}, deployed = [] }: World, candidates: readonly Named[]): boolean {
  if (candidates.length === 0) return false;
  const going = candidates.map(participant);
  const room = [...going, ...deployed.map(participant).filter(({ name }) => !going.some((each) => each.name === name))];
  const isGoing = (name: string) => going.some((each) => each.name === name);
  for (const { name, version } of room) {
    const own = pacts[`${name}@${version}`];
    if (own === undefined) return false;
    const held = Object.keys(verdicts).some((key) => key.includes(`→ ${name} `) && key.endsWith(`by ${version}`));
    if (isGoing(name) && Object.keys(own).length === 0 && !held) return false;
    for (const [provider, digest] of Object.entries(own)) {
      if (!isGoing(name) && !isGoing(provider)) continue;
      const met = room.filter((each) => each.name === provider);
      if (met.length === 0) return false;
      for (const each of met) {
        const isKnown = pacts[`${provider}@${each.version}`] !== undefined;
        if (!isKnown || verdicts[`${name} → ${provider} ${digest} by ${each.version}`] !== true) return false;
      }
    }
  }
  return true;
}
