/** A Pact file of version 4, as far as it matters here. */
export interface PactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly Interaction[];
}

export interface Interaction {
  readonly type: string;
  readonly description: string;
  readonly providerStates?: readonly { readonly name: string }[];
  /** `testname`: the test that wrote it. */
  readonly comments?: { readonly testname?: string };
}

/** The same bytes for the same agreement: keys and interactions sorted, without the versions of whatever wrote it. */
export function printPact({ consumer, provider, interactions }: PactFile): string {
  const sorted = interactions.map(sortKeys).toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const content = {
    consumer,
    provider,
    interactions: sorted,
    metadata: { pactSpecification: { version: '4.0' } },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** What tells an interaction from the others of its pact. */
export function orderOf({ description, providerStates = [] }: Interaction): string {
  return JSON.stringify([description, ...providerStates.map(({ name }) => name)]);
}

function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sortKeys(each)])) as T;
}
