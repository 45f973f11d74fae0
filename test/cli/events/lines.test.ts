import { describe, expect, it } from '@jest/globals';
import { age } from '../../../cli/events/ages.ts';
import { letterLines, letterTable } from '../../../cli/events/letter-lines.ts';
import type { ConsumerEvents, EventsStatus } from '../../../cli/events/status.ts';
import { statusLines } from '../../../cli/events/status-lines.ts';
import { createEvent } from '../../../shared/events/index.ts';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const event = createEvent({
  ...{ fleet: 'shop', service: 'crm-service', entity: 'customer', verb: 'created', aggregateId: 'c1' },
  ...{ aggregateVersion: 1, data: { name: 'a\u001b[2J' } },
});
const letter = { event, attempts: 5, reason: `no\nsuch\u001b[2J ${'x'.repeat(200)}`, parkedAt: daysAgo(2.5) };

describe('an age', () => {
  it.each([
    [-3, '0s'],
    [59.9, '59s'],
    [60, '1m'],
    [3_599, '59m'],
    [7_200, '2h'],
    [86_400 * 40, '40d'],
  ])('of %d seconds is %s', (seconds, text) => expect(age(seconds)).toBe(text));
});

describe('parked events', () => {
  it('have a line each, which no terminal obeys', () => {
    const [head, line, ...more] = letterTable([letter]);
    expect(head).toMatch(/^ID +TYPE +SUBJECT +ATTEMPTS +AGE +REASON$/);
    expect(line).toMatch(/ c1 +5 +2d +no\\nsuch\\x1b\[2J x+…$/);
    expect(more).toEqual([]);
    expect(letterTable([{ outbox: 'crm-service', ...letter }])[1]).toMatch(/^outbox of crm-service {2}/);
  });

  it('are shown whole, and no terminal obeys them', () => {
    const text = letterLines({ consumer: 'orders-service.references', ...letter }).join('\n');
    expect(text).toContain(`consumer orders-service.references, ${letter.parkedAt}`);
    expect(text).toContain('x'.repeat(200));
    expect(text).not.toContain('\u001b');
    expect(JSON.parse(text.slice(text.indexOf('{')))).toEqual(event);
  });
});

describe('where events wait', () => {
  const quiet: ConsumerEvents = {
    ...{ consumer: 'orders-service.references', service: 'orders-service', waiting: 0, retrying: 0, parked: 0 },
    ...{ oldestParked: null, processes: 1, drift: null },
  };
  const status: EventsStatus = {
    broker: { where: 'RabbitMQ at 127.0.0.1:5672', away: null },
    services: [{ service: 'crm-service', outbox: { pending: 0, oldestSeconds: 0, dead: 0 }, inbox: 3 }],
    consumers: [quiet],
    unrouted: [],
    inboxDays: 30,
  };

  it('is two tables where all is well', () => {
    expect(statusLines(status)).toEqual([
      'The event broker is RabbitMQ at 127.0.0.1:5672.',
      '',
      'SERVICE      PENDING  OLDEST  DEAD  INBOX',
      'crm-service        0  -          0      3',
      '',
      'CONSUMER                   WAITING  RETRYING  PARKED  OLDEST  PROCESSES',
      'orders-service.references        0         0       0  -               1',
    ]);
  });

  it.each<[string, Partial<EventsStatus>, RegExp[]]>([
    [
      'a broker that is away',
      { broker: { where: null, away: 'no route' }, consumers: null, unrouted: null },
      [/no route/, /aurora status/],
    ],
    [
      'a database that does not tell',
      { services: [{ service: 'crm-service', outbox: null, inbox: null, reason: 'no table' }] },
      [/crm-service +\? +- +\? +\? +no table/, /aurora migrate status/],
    ],
    [
      'what waits in an outbox',
      { services: [{ service: 'crm-service', outbox: { pending: 2, oldestSeconds: 90, dead: 1 }, inbox: 0 }] },
      [/crm-service +2 +1m +1 +0/, /aurora events parked --outbox crm-service/],
    ],
    [
      'queues that were made otherwise',
      { consumers: [{ ...quiet, drift: 'inequivalent' }] },
      [/inequivalent/, /aurora events rebuild --consumer orders-service.references/],
    ],
    [
      'parked events',
      { consumers: [{ ...quiet, parked: 4, oldestParked: { parkedAt: daysAgo(1), time: daysAgo(24) } }] },
      [/ 4 +1d +1$/m, /aurora events parked --consumer orders-service.references/],
    ],
    [
      'parked events that the inbox is about to forget',
      { consumers: [{ ...quiet, parked: 4, oldestParked: { parkedAt: daysAgo(1), time: daysAgo(26) } }] },
      [/warning: .* 26d ago\. After 30 days/, /aurora events replay --consumer orders-service.references/],
    ],
    [
      'what nobody listens to',
      { unrouted: [{ type: 'shop.x', events: 7 }] },
      [/NOBODY LISTENS TO +OF THE OLDEST 1,000\nshop.x +7/],
    ],
  ])('tells of %s, and what to do', (_title, more, expected) => {
    const text = statusLines({ ...status, ...more }).join('\n');
    for (const each of expected) expect(text).toMatch(each);
    expect(text.includes('warning')).toBe(expected.some(({ source }) => source.startsWith('warning')));
  });
});
