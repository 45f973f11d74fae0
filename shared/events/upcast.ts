import type { CloudEvent } from './cloud-event.ts';
import type { Subscription } from './contract.ts';

/** Brings what an event of one version carries to a later version. */
export interface Upcaster {
  /** Whole event types of the same event, e.g. `….created.v1` and `….created.v2`. */
  readonly from: string;
  readonly to: string;
  /** Pure: the same in, the same out, of the data alone. `never`: each knows what its own version carries. */
  readonly upcast: (before: never) => unknown;
}

/**
 * A subscription that takes events of earlier versions as well, each as the newest: its type and data are those, all else,
 * its id too, is as it was sent. What an upcaster throws is a failed attempt.
 * @param upcasters of whatever events; those that lead to none of the subscription's types are not asked
 */
export function withUpcasters<S extends Subscription>(subscription: S, upcasters: readonly Upcaster[]): S {
  const byType = new Map(upcasters.map((upcaster) => [upcaster.from, upcaster]));
  const leads = (type: string): boolean => {
    const next = byType.get(type);
    return next !== undefined && (subscription.types.includes(next.to) || leads(next.to));
  };
  const newest = (event: CloudEvent): CloudEvent => {
    const upcaster = subscription.types.includes(event.type) ? undefined : byType.get(event.type);
    return upcaster ? newest({ ...event, type: upcaster.to, data: upcaster.upcast(event.data as never) }) : event;
  };
  const earlier = [...byType.keys()].filter((type) => !subscription.types.includes(type) && leads(type));
  return {
    ...subscription,
    types: [...subscription.types, ...earlier],
    handle: async (event, ...rest) => subscription.handle(newest(event), ...rest),
  };
}
