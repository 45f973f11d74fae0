import type { Databases } from '../../../runtimes/databases.ts';
import { type Store, withStore } from './store.ts';

/** The databases of several services, each on a connection of its own, for as long as somebody works on them. */
export function withStores<T>(
  databases: Databases,
  services: readonly string[],
  work: (storeOf: (service: string) => Store) => Promise<T>,
): Promise<T> {
  const stores = new Map<string, Store>();
  const open = ([service, ...rest]: readonly string[]): Promise<T> => {
    if (service === undefined) return work((name) => stores.get(name) as Store);
    return withStore(databases.url(service), (store) => {
      stores.set(service, store);
      return open(rest);
    });
  };
  return open(services);
}
