import type { Executor } from '../database/index.ts';
import type { Reference, ServiceBase } from './contract.ts';
import type { Copies, Copy } from './copies.ts';
import { askOwner } from './owner.ts';

export interface Wanted {
  readonly reference: Reference;
  readonly id: string;
}

/** What is known of resources that were looked up. */
export interface Known {
  /** Undefined: there is no such resource, unless `failure` says that nobody knows. */
  copy(reference: Reference, id: string): Copy | undefined;
  /** Why the owner could not be asked. */
  failure(reference: Reference): unknown;
}

export interface LookUpOptions {
  readonly executor?: Executor | undefined;
  readonly timeoutMs?: number | undefined;
  /** Asks for what is known as deleted too: it may be there again. */
  readonly doubtDeletions?: boolean;
}

/**
 * Looks resources up in the local copies, and asks each owner in one call for those that are missing; what it tells
 * is kept. An owner that does not answer is no error here.
 */
export async function lookUp(
  base: Pick<ServiceBase, 'clientOf'>,
  copies: Copies,
  wanted: readonly Wanted[],
  { executor, timeoutMs, doubtDeletions = false }: LookUpOptions,
): Promise<Known> {
  const byTarget = new Map<string, Set<string>>();
  for (const { reference, id } of wanted) {
    const ids = byTarget.get(reference.target);
    if (ids) ids.add(id);
    else byTarget.set(reference.target, new Set([id]));
  }
  const known = await copies.find(byTarget, executor);
  const copy = ({ target }: Reference, id: string) => known.get(target)?.get(id);
  const failures = new Map<string, unknown>();

  const isMissing = ({ reference, id }: Wanted) => {
    const found = copy(reference, id);
    return found === undefined || (doubtDeletions && found.data === null);
  };
  const missing = Map.groupBy(wanted.filter(isMissing), ({ reference }) => reference.target);
  const told = await Promise.all(
    [...missing].map(async ([target, group]) => {
      const { reference } = group[0] as Wanted;
      const ids = [...new Set(group.map(({ id }) => id))];
      try {
        return await askOwner(base.clientOf(reference.service), reference, ids, timeoutMs);
      } catch (error) {
        failures.set(target, error);
        return [];
      }
    }),
  );
  const [back, news] = partition(told.flat(), ({ target, id }) => known.get(target)?.has(id) ?? false);
  await copies.store(news, executor);
  await copies.store(back, executor, { revive: true });
  for (const each of [...news, ...back]) known.get(each.target)?.set(each.id, each);
  return { copy, failure: ({ target }) => failures.get(target) };
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const { yes = [], no = [] } = Object.groupBy(items, (item) => (test(item) ? 'yes' : 'no'));
  return [yes, no];
}
