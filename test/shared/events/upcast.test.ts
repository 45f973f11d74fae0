import { describe, expect, it } from '@jest/globals';
import { type CloudEvent, createEvent, type Upcaster, withUpcasters } from '../../../shared/events/index.ts';

const TYPE = 'shop.order-service.order.created';
const upcasters: readonly Upcaster[] = [
  { from: `${TYPE}.v1`, to: `${TYPE}.v2`, upcast: ({ cents }: { cents: number }) => ({ amount: cents / 100 }) },
  { from: `${TYPE}.v2`, to: `${TYPE}.v3`, upcast: (before: object) => ({ ...before, currency: 'EUR' }) },
  { from: 'shop.order-service.order.paid.v1', to: 'shop.order-service.order.paid.v2', upcast: () => ({}) },
];

const event = (schemaVersion: number, data: unknown): CloudEvent =>
  createEvent({
    fleet: 'shop',
    service: 'order-service',
    entity: 'order',
    verb: 'created',
    schemaVersion,
    aggregateId: 'an-order',
    aggregateVersion: 7,
    data,
  });

describe('a subscription with upcasters', () => {
  const { signal } = new AbortController();

  function subscribe(types: readonly string[], all = upcasters) {
    const seen: unknown[][] = [];
    const handle = async (...given: unknown[]) => void seen.push(given);
    return { seen, subscription: withUpcasters({ consumer: 'billing', types, handle }, all) };
  }

  it('takes every version that leads to the one that it handles, and no others', () => {
    expect(subscribe([`${TYPE}.v3`]).subscription.types).toEqual([`${TYPE}.v3`, `${TYPE}.v1`, `${TYPE}.v2`]);
    expect(subscribe([`${TYPE}.v2`]).subscription.types).toEqual([`${TYPE}.v2`, `${TYPE}.v1`]);
    expect(subscribe([`${TYPE}.v3`], []).subscription.types).toEqual([`${TYPE}.v3`]);
  });

  it('hands over the newest, step by step, with all that is not its type or data as it was sent', async () => {
    const { seen, subscription } = subscribe([`${TYPE}.v3`]);
    const [first, second, third] = [event(1, { cents: 250 }), event(2, { amount: 3 }), event(3, { amount: 4 })];
    const handle = subscription.handle as (...given: unknown[]) => Promise<void>;
    await handle(first, 2, signal);
    await handle(second, 1, signal);
    await handle(third, 1, signal);
    expect(seen).toEqual([
      [{ ...first, type: `${TYPE}.v3`, data: { amount: 2.5, currency: 'EUR' } }, 2, signal],
      [{ ...second, type: `${TYPE}.v3`, data: { amount: 3, currency: 'EUR' } }, 1, signal],
      [third, 1, signal],
    ]);
    expect(first.data).toEqual({ cents: 250 });
  });

  it('fails where an upcaster does, and the handler is not asked', async () => {
    const upcast = () => {
      throw new Error('to be written');
    };
    const { seen, subscription } = subscribe([`${TYPE}.v2`], [{ from: `${TYPE}.v1`, to: `${TYPE}.v2`, upcast }]);
    await expect(subscription.handle(event(1, {}), 1)).rejects.toThrow('to be written');
    expect(seen).toEqual([]);
  });
});
