import type { Fleet, Service } from '../config/model.ts';
import { isRemote } from '../config/plain-field.ts';
import type { Interaction, Pair } from './pact.ts';

/** Programs that use the typed client of the fleet. */
export const CLIENT = 'client';

export interface ExpectedPair extends Pair {
  /** What of each kind there must be, sorted. */
  readonly kinds: readonly Interaction['kind'][];
}

/** Whom the config has depend on whom, sorted: each of these pairs has a pact, or something is not proven. */
export function pairsOf(fleet: Fleet): readonly ExpectedPair[] {
  const kinds = new Map<string, Map<string, Set<Interaction['kind']>>>();
  for (const [consumer, provider, kind] of fleet.services.flatMap((service) => needsOf(service, fleet))) {
    // What a service has with itself changes with it.
    if (consumer === provider) continue;
    const providers = kinds.get(consumer) ?? new Map<string, Set<Interaction['kind']>>();
    kinds.set(consumer, providers.set(provider, (providers.get(provider) ?? new Set()).add(kind)));
  }
  return [...kinds]
    .flatMap(([consumer, providers]) =>
      [...providers].map(([provider, set]) => ({ consumer, provider, kinds: [...set].toSorted() })),
    )
    .toSorted((a, b) => (`${a.consumer} ${a.provider}` < `${b.consumer} ${b.provider}` ? -1 : 1));
}

type Need = readonly [consumer: string, provider: string, kind: Interaction['kind']];

function needsOf(service: Service, fleet: Fleet): readonly Need[] {
  const { name, kind } = service;
  const configs = fleet.services.filter((each) => each.kind === 'config');
  const common: readonly Need[] = [
    ...configs.map((config): Need => [name, config.name, 'http']),
    ...(isCalled(service) ? [[CLIENT, name, 'http'] as const] : []),
  ];
  if (kind === 'gateway') {
    // It asks each what it offers and how it does.
    const others = fleet.services.filter((each) => each.kind !== 'gateway');
    return [...common, ...others.map((other): Need => [name, other.name, 'http'])];
  }
  if (kind !== 'domain') return common;
  const references = service.entities.flatMap(({ fields }) => fields.filter(isRemote));
  return [
    ...common,
    ...references.flatMap(({ service: owner, onDelete }): readonly Need[] => [
      [name, owner, 'http'],
      [name, owner, 'message'],
      // Before the owner deletes, it asks who still refers to it.
      ...(onDelete === 'restrict' ? [[owner, name, 'http'] as const] : []),
    ]),
    ...(service.subscribers ?? []).flatMap(({ to }) => to.map((event): Need => [name, event.service, 'message'])),
  ];
}

/** Whether it owns anything; commands and queries of its own are agreed upon by hand, for nobody else knows what they answer. */
function isCalled(service: Service): boolean {
  return service.kind === 'file' || (service.kind === 'domain' && service.entities.length > 0);
}
