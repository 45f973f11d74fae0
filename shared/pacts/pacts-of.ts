import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PactFile } from './pact-file.ts';

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

/**
 * All pacts about a provider.
 * @throws Error where a consumer has none, or where they need a state or an event that nobody knows how to bring about
 */
export async function pactsOf(root: string, provider: string, able: Able): Promise<readonly ProviderPact[]> {
  const folder = join(root, 'contracts', 'pacts');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  const all = await Promise.all(
    files.toSorted().map(async (file) => ({ file, pact: JSON.parse(await readFile(file, 'utf8')) as PactFile })),
  );
  const pacts = all.filter(({ pact }) => pact.provider.name === provider);
  const without = able.consumers.filter((name) => !pacts.some(({ pact }) => pact.consumer.name === name));
  const interactions = pacts.flatMap(({ pact }) => pact.interactions);
  const states = interactions.flatMap(({ providerStates = [] }) => providerStates.map(({ name }) => name));
  const events = interactions.filter(isMessage).map(({ description }) => typeIn(description));
  const problems = [
    ...without.map((name) => `${name} depends on ${provider}, and there is no pact about it: aurora contracts record`),
    ...unknown(states, able.states).map(
      (name) => `no handler for the state "${name}": add it to test/contracts/states.ts`,
    ),
    ...unknown(events, able.messages).map((type) => `nothing brings ${type} about: add it to test/contracts/states.ts`),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return pacts.map(({ file, pact }) => ({
    file,
    consumer: pact.consumer.name,
    events: pact.interactions.filter(isMessage).map(({ description }) => ({ description, type: typeIn(description) })),
  }));
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
