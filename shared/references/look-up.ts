import type { Executor } from '../database/index.ts';
import type { Reference, ServiceBase } from './contract.ts';
import { type Address, type Copies, type Copy, keyOf } from './copies.ts';
import { askOwner } from './owner.ts';

export interface Wanted {
  readonly reference: Reference;
  readonly id: string;
}

/** What is known of resources that were looked up. */
export interface Known {
  /** Undefined: there is no such resource, unless `failure` says that nobody knows. */
  copy(wanted: Wanted): Copy | undefined;
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
  base: ServiceBase,
  copies: Copies,
  wanted: readonly Wanted[],
  { executor, timeoutMs, doubtDeletions = false }: LookUpOptions,
): Promise<Known> {
  const kept = await copies.find(wanted.map(addressOf), executor);
  const known = new Map(kept.flatMap((copy) => (copy ? [[keyOf(copy), copy] as const] : [])));
  const failures = new Map<string, unknown>();

  const missing = Map.groupBy(
    wanted.filter((each) => {
      const copy = known.get(keyOf(addressOf(each)));
      return copy === undefined || (doubtDeletions && copy.data === null);
    }),
    ({ reference }) => reference.target,
  );
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
  const news = told.flat();
  const back = news.filter((copy) => known.has(keyOf(copy)));
  await copies.store(news, executor);
  await copies.store(back, executor, { revive: true });
  for (const copy of news) known.set(keyOf(copy), copy);

  return {
    copy: (each) => known.get(keyOf(addressOf(each))),
    failure: ({ target }) => failures.get(target),
  };
}

function addressOf({ reference, id }: Wanted): Address {
  return { target: reference.target, id };
}
