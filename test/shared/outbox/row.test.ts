import { describe, expect, it } from '@jest/globals';
import { createEvent } from '../../../shared/events/index.ts';
import { OUTBOX_COLUMNS, outboxValues } from '../../../shared/outbox/index.ts';
import { PARTITIONS, partitionOf } from '../../../shared/outbox/partition.ts';

const origin = { fleet: 'shop', service: 'order-service', entity: 'order', verb: 'placed', aggregateVersion: 7 };

describe('the outbox row of an event', () => {
  it('has a value for each column', () => {
    const event = createEvent({ ...origin, schemaVersion: 3, aggregateId: 'o1', data: { a: 1 } });
    const row = Object.fromEntries(OUTBOX_COLUMNS.map(({ name }, index) => [name, outboxValues(event)[index]]));
    expect(row).toEqual({
      event_id: event.id,
      aggregate_type: 'order',
      aggregate_id: 'o1',
      aggregate_version: 7,
      partition: partitionOf('o1'),
      type: event.type,
      schema_version: 3,
      envelope: JSON.stringify(event),
    });
  });

  it('refuses what is no event type', () => {
    const event = createEvent({ ...origin, aggregateId: 'o1', data: {} });
    expect(() => outboxValues({ ...event, type: 'order.placed' })).toThrow('order.placed');
  });
});

describe('the partition of an aggregate', () => {
  it('is one of all, evenly, and stays: rows of older versions are still there', () => {
    const counts = new Array(PARTITIONS).fill(0);
    for (let i = 0; i < 16_000; i++) counts[partitionOf(`aggregate-${i}`)]++;
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(['o1', '0190f0c8-7b1e-7cc3-98c4-dc0c0c07398f', ''].map(partitionOf)).toEqual([13, 3, 5]);
  });
});
