import { describe, expect, it } from '@jest/globals';
import { extraEventsOf } from '../../../shared/operations/index.ts';
import { create } from '../../../shared/repository/index.ts';

interface Events {
  readonly moneyTransferred: { readonly amount: number; readonly at: string };
}

const events = extraEventsOf<ReturnType<typeof account>, Events>(
  { fleet: 'bank', service: 'bank-service', entity: 'account' },
  {
    moneyTransferred: {
      verb: 'money-transferred',
      data: {
        type: 'object',
        properties: {
          amount: { type: 'integer', minimum: 1 },
          at: { type: 'string', format: 'date-time', 'x-instant': true },
        },
        required: ['amount', 'at'],
        additionalProperties: false,
      },
    },
  },
);

function account() {
  return { ...create({ number: '1' }), version: 7 };
}

describe('an event of the config’s own', () => {
  it('has the type, the subject and the version of its resource', () => {
    const resource = account();
    const event = events.moneyTransferred(resource, { amount: 5, at: '2026-01-01T12:00:00.000Z' });
    expect(event).toMatchObject({
      type: 'bank.bank-service.account.money-transferred.v1',
      subject: resource.id,
      sequence: '00000000000000000007',
      data: { amount: 5 },
    });
  });

  it('spells moments as everything does, and leaves what it was given as it is', () => {
    const data = { amount: 5, at: '2026-01-01T13:00:00+01:00' };
    expect(events.moneyTransferred(account(), data).data.at).toBe('2026-01-01T12:00:00.000Z');
    expect(data.at).toBe('2026-01-01T13:00:00+01:00');
  });

  it.each([
    [{ amount: 0, at: '2026-01-01T12:00:00Z' }, '/amount must be >= 1'],
    [{ amount: '5', at: '2026-01-01T12:00:00Z' }, '/amount must be integer'],
    [{ amount: 5 }, '/at is required'],
    [{ amount: 5, at: '2026-01-01T12:00:00Z', iban: 'x' }, '/iban is not a known field'],
  ])('is not made of %j', (data, message) => {
    const make = () => events.moneyTransferred(account(), data as Events['moneyTransferred']);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
