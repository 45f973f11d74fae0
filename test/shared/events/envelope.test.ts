import { describe, expect, it } from '@jest/globals';
import { runInContext } from '../../../shared/context/index.ts';
import { createEvent, eventsOf } from '../../../shared/events/index.ts';

const origin = { fleet: 'shop', service: 'order-service', entity: 'order' };

describe('an event', () => {
  it('is a CloudEvent that says what happened to which version of what', () => {
    const happening = { ...origin, verb: 'placed', schemaVersion: 2, aggregateId: 'o1', aggregateVersion: 3, data: {} };
    expect(createEvent(happening, new Date('2026-01-02T03:04:05.678Z'))).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      source: '/shop/order-service',
      type: 'shop.order-service.order.placed.v2',
      subject: 'o1',
      time: '2026-01-02T03:04:05.678Z',
      datacontenttype: 'application/json',
      correlationid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sequence: '00000000000000000003',
      data: {},
    });
  });

  it('carries on who asked for it and why', () => {
    const context = { correlationId: 'c1', causationId: 'e1', traceparent: '00-1-2-01' };
    const event = runInContext(context, () =>
      createEvent({ ...origin, verb: 'placed', aggregateId: 'o1', aggregateVersion: 1, data: {} }),
    );
    expect(event).toMatchObject({ correlationid: 'c1', causationid: 'e1', traceparent: '00-1-2-01' });
  });
});

describe('the events of an entity', () => {
  const orders = eventsOf<{ id: string; version: number }>(origin);

  it.each([
    ['created' as const, 4],
    ['updated' as const, 4],
    ['deleted' as const, 5],
  ])('%s: carries the resource; a deletion is one version more', (verb, version) => {
    const order = { id: 'o1', version: 4 };
    const event = orders[verb](order);
    expect(event).toMatchObject({ type: `shop.order-service.order.${verb}.v1`, subject: 'o1', data: order });
    expect(Number(event.sequence)).toBe(version);
  });
});
