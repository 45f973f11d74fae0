import { hash } from 'node:crypto';

/** Who asks or hears, and whom. */
export interface Pair {
  readonly consumer: string;
  readonly provider: string;
}

export interface Pact extends Pair {
  /** The same for the same content, however it is laid out, and whoever wrote it when. */
  readonly digest: string;
  /** What is agreed upon, in the file's order. */
  readonly interactions: readonly Interaction[];
  readonly content: PactContent;
}

export interface Interaction {
  readonly kind: 'http' | 'message';
  readonly description: string;
  /** What the provider is brought to before; empty: nothing. */
  readonly states: readonly string[];
}

/** A Pact file, of version 2 to 4 of its specification. */
export interface PactContent {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions?: readonly RawInteraction[];
  /** Before version 4. */
  readonly messages?: readonly RawInteraction[];
  readonly metadata?: unknown;
}

interface RawInteraction {
  readonly type?: string;
  readonly description: string;
  readonly providerState?: string;
  readonly providerStates?: readonly { readonly name: string }[];
}

/** @throws Error that says what is no pact in it */
export function readPact(text: string): Pact {
  const content = JSON.parse(text) as PactContent;
  const { consumer, provider, interactions = [], messages = [] } = Object(content) as PactContent;
  if (typeof consumer?.name !== 'string' || typeof provider?.name !== 'string') {
    throw new Error('it names no consumer and provider');
  }
  if (![interactions, messages].every(Array.isArray)) throw new Error('it has no list of interactions');
  const all = [...interactions.map(read('http')), ...messages.map(read('message'))];
  return { consumer: consumer.name, provider: provider.name, digest: digestOf(content), interactions: all, content };
}

function read(kind: Interaction['kind']): (raw: RawInteraction) => Interaction {
  return ({ type, description, providerState, providerStates }) => ({
    kind: type === undefined ? kind : type.endsWith('Messages') ? 'message' : 'http',
    description,
    states: providerStates?.map(({ name }) => name) ?? (providerState === undefined ? [] : [providerState]),
  });
}

/** What an interaction carries beside what is agreed upon: where it comes from, and how its tools take it. */
const BESIDE = { comments: undefined, key: undefined, pending: undefined };

/** Of what a verification depends on: not of the tools that wrote it, nor of the order of keys and interactions. */
export function digestOf({ consumer, provider, interactions = [], messages = [] }: PactContent): string {
  const sorted = [...interactions, ...messages].map((each) => canonical({ ...each, ...BESIDE })).toSorted();
  return hash('sha256', [canonical([consumer.name, provider.name]), ...sorted].join('\n'));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

export function isSamePair(a: Pair, b: Pair): boolean {
  return a.consumer === b.consumer && a.provider === b.provider;
}

export function pairName({ consumer, provider }: Pair): string {
  return `${consumer} → ${provider}`;
}
