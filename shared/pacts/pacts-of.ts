import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PactFile } from './pact-file.ts';
import { pactsFolder } from './place.ts';

export interface ProviderPact {
  /** Absolute path. */
  readonly file: string;
  readonly consumer: string;
  readonly events: readonly { readonly description: string; readonly type: string }[];
}

interface Able {
  readonly consumers: readonly string[];
  readonly states: object;
  readonly messages: object;
}

/** What a provider can be held to, and what it cannot. */
export interface ProviderPacts {
  readonly pacts: readonly ProviderPact[];
  /** Consumers without a pact, and pacts that need a state or an event which nobody knows how to bring about. */
  readonly problems: readonly string[];
}

/** All pacts about a provider; what is wrong with one keeps no other from being verified. */
export async function pactsOf(root: string, provider: string, able: Able): Promise<ProviderPacts> {
  const folder = pactsFolder(root);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  const all = await Promise.all(
    files.toSorted().map(async (file) => ({ file, pact: JSON.parse(await readFile(file, 'utf8')) as PactFile })),
  );
  const pacts = all.filter(({ pact }) => pact.provider.name === provider);
  // Elsewhere there may be fewer consumers than here.
  const expected = process.env.AURORA_CONTRACT_PACTS === undefined ? able.consumers : [];
  const without = expected.filter((name) => !pacts.some(({ pact }) => pact.consumer.name === name));
  return {
    pacts: pacts
      .filter(({ pact }) => unableTo(pact, able).length === 0)
      .map(({ file, pact }) => ({ file, consumer: pact.consumer.name, events: eventsIn(pact) })),
    problems: [
      ...without.map(
        (name) => `${name} depends on ${provider}, and there is no pact about it: aurora contracts record`,
      ),
      ...pacts.flatMap(({ pact }) => unableTo(pact, able)),
    ],
  };
}

function unableTo(pact: PactFile, { states, messages }: Able): string[] {
  const named = pact.interactions.flatMap(({ providerStates = [] }) => providerStates.map(({ name }) => name));
  const { name } = pact.consumer;
  const where = 'add it to test/contracts/states.ts';
  return [
    ...unknown(named, states).map((state) => `${name}: no handler for the state "${state}": ${where}`),
    ...unknown(
      eventsIn(pact).map(({ type }) => type),
      messages,
    ).map((type) => `${name}: nothing brings ${type} about: ${where}`),
  ];
}

function eventsIn({ interactions }: PactFile): ProviderPact['events'] {
  return interactions.filter(isMessage).map(({ description }) => ({ description, type: typeIn(description) }));
}

function isMessage({ type }: { readonly type: string }): boolean {
  return type.endsWith('Messages');
}

/** The description of an event begins with its type. */
function typeIn(description: string): string {
  return description.split(' ', 1)[0] as string;
}

function unknown(names: readonly string[], known: object): string[] {
  return [...new Set(names)].filter((name) => !Object.hasOwn(known, name));
}
