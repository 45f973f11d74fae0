import { describe, expect, it } from '@jest/globals';
import type { Message } from 'amqplib';
import { type CloudEvent, createEvent } from '../../../shared/events/index.ts';
import { eventOf, historyOf, toWire, type Wire } from '../../../shared/events/rabbitmq/wire.ts';

const origin = { fleet: 'shop', service: 'order-service', entity: 'order', verb: 'placed' };
const event = createEvent({
  ...origin,
  aggregateId: 'o1',
  aggregateVersion: 1,
  data: { note: 'grüße', lines: [1, null] },
});

/** As the broker hands it over. */
const message = ({ content, options }: Wire): Message =>
  ({ content, fields: {}, properties: options }) as unknown as Message;

describe('an event on the wire', () => {
  it('is bound as CloudEvents in binary mode: data in the body, attributes in headers', () => {
    const { content, options } = toWire(event);
    expect(JSON.parse(content.toString())).toEqual(event.data);
    expect(options).toMatchObject({
      messageId: event.id,
      contentType: 'application/json',
      persistent: true,
      mandatory: true,
      headers: { cloudEvents_specversion: '1.0', cloudEvents_id: event.id, cloudEvents_subject: 'o1' },
    });
  });

  it('comes back as it was', () => {
    expect(eventOf(message(toWire(event)))).toEqual(event);
  });

  it('carries its history beside, not in it', () => {
    const history = { attempts: 3, reason: 'no', parkedAt: '2026-01-01T00:00:00.000Z' };
    const parked = message(toWire(event, history));
    expect(historyOf(parked)).toEqual(history);
    expect(eventOf(parked)).toEqual(event);
    expect(historyOf(message(toWire(event)))).toEqual({ attempts: 0 });
  });

  it('tells when the broker gave up on it', () => {
    const { content, options } = toWire(event);
    const headers = { ...options.headers, 'x-first-death-reason': 'delivery_limit' };
    expect(historyOf(message({ content, options: { ...options, headers } })).reason).toContain('delivery_limit');
  });

  it.each(['specversion', 'id', 'source', 'type', 'subject'])('is no event without %s', (name) => {
    const { [name as keyof CloudEvent]: _, ...rest } = event;
    expect(() => eventOf(message(toWire(rest as CloudEvent)))).toThrow(name);
  });
});
