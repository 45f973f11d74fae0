import { describe, expect, it } from '@jest/globals';
import { History } from '../../../../../cli/dashboard/server/collect/history.ts';
import { Problems } from '../../../../../cli/dashboard/server/picture/problems/problems.ts';
import { knownOf, look, NOW, ownFleet, seen, type Wish } from '../support/known.ts';

const fleet = await ownFleet();
const problems = (wish?: Wish) => new Problems().of(knownOf(fleet, wish));
const CONSUMER = 'syllabus-service.references';

const requests = (count: number, status: number, seconds: number) => {
  const labels = `method="GET",route="/a",status="${status}"`;
  const name = 'http_request_duration_seconds';
  return [
    `${name}_count{${labels}} ${count}`,
    `${name}_bucket{le="${seconds}",${labels}} ${count}`,
    `${name}_bucket{le="+Inf",${labels}} ${count}`,
  ].join('\n');
};
const of = (text: string): Wish => ({ looks: { 'subject-service': look(text) } });
const down = { name: 'broker', status: 'down', latencyMs: 2000, since: '2026-11-26T11:59:00.000Z' } as const;

/** Ten minutes in which it took so long. */
function usual(p95Ms: number): History {
  const history = new History();
  const { point } = seen('');
  for (let second = 600; second > 0; second--) history.add(NOW / 1000 - second, point && { ...point, p95Ms });
  return history;
}

describe('what is wrong', () => {
  it('is nothing while all is well', () => {
    expect(problems(of(`${requests(100, 200, 0.05)}\noutbox_pending_events 2\noutbox_oldest_event_seconds 1`))).toEqual(
      [],
    );
  });

  it.each<[string, Wish, string, string]>([
    [
      'a service is down',
      { status: { 'file-service': { status: 'down', reason: 'was ended by SIGKILL' } } },
      'file-service is down: was ended by SIGKILL',
      'aurora logs --service file-service --since 5m',
    ],
    [
      'a service starts',
      { status: { 'file-service': { status: 'starting' } } },
      'file-service is starting',
      'aurora logs --service file-service --since 5m',
    ],
    [
      'a service is without something',
      { looks: { 'file-service': look('', { dependencies: [{ ...down, critical: false, lastError: 'gone' }] }) } },
      'file-service is without its broker: gone',
      'aurora logs --service file-service --since 5m',
    ],
    ['a part is down', { status: { postgres: { status: 'down' } } }, 'postgres is down', 'aurora status'],
    [
      'a service does not answer',
      { looks: { 'file-service': look('', { waitedMs: 900 }) } },
      'file-service is slow to say how it does',
      'aurora logs --service file-service --since 5m',
    ],
    [
      'a service has come back',
      { known: { revivals: [{ service: 'file-service', at: NOW }] } },
      'file-service ended and was started again',
      'aurora logs --service file-service --since 5m',
    ],
    [
      'an event is parked',
      { looks: { 'syllabus-service': look(`events_parked{consumer="${CONSUMER}"} 1`) } },
      `${CONSUMER} has parked 1 event that it could not handle`,
      `aurora events parked --consumer ${CONSUMER}`,
    ],
    [
      'the broker refuses events',
      of('outbox_pending_events 0\noutbox_dead_events 2'),
      'The broker refuses 2 events of subject-service',
      'aurora events parked --outbox subject-service',
    ],
    [
      'events do not leave',
      of('outbox_pending_events 7\noutbox_oldest_event_seconds 61.4'),
      '7 events of subject-service do not leave, the oldest for 61 s',
      'aurora events status',
    ],
    [
      'a breaker is open',
      of('http_client_breaker_open{target="syllabus-service"} 1'),
      'subject-service does not call syllabus-service for the moment, which has failed repeatedly',
      'aurora logs --service syllabus-service --since 5m',
    ],
    [
      'requests fail',
      of(`${requests(90, 200, 0.01)}\n${requests(10, 500, 0.01)}`),
      'subject-service fails 10 % of its requests',
      'aurora logs --service subject-service --since 5m',
    ],
    [
      'requests take longer than their callers wait',
      of(requests(100, 200, 5)),
      'One in twenty requests of subject-service takes 4750 ms; callers wait for 2000 ms',
      'aurora logs --service subject-service --since 5m',
    ],
    [
      'requests take much longer than usual',
      { looks: { 'subject-service': look(requests(100, 200, 0.4), { history: usual(20) }) } },
      'One in twenty requests of subject-service takes 380 ms, which usually takes 20 ms',
      'aurora logs --service subject-service --since 5m',
    ],
    [
      'the event loop is blocked',
      of('nodejs_eventloop_lag_p99_seconds 0.4'),
      'subject-service computes for 390 ms at a time, and all its requests wait',
      'aurora logs --service subject-service --since 5m',
    ],
    [
      'the pool is exhausted',
      of(['{state="used"}', '{state="waiting"}', '_max'].map((which) => `database_connections${which} 10`).join('\n')),
      'All connections of subject-service to its database are in use, and 10 statements wait',
      'aurora logs --service subject-service --since 5m',
    ],
    [
      'a migration is missing',
      of('database_migration_missing 1'),
      'The database of subject-service lacks a migration that its code counts on',
      'aurora migrate up',
    ],
    [
      'the code is older than the config',
      { known: { config: { fleet, drift: true, mistake: undefined } } },
      'The config has changed since the code was generated',
      'aurora generate --diff',
    ],
    ['the fleet is down', { known: { status: null, looks: new Map() } }, 'The fleet is not running.', 'aurora up -d'],
    [
      'it runs twice',
      { known: { trouble: 'It has processes and containers.' } },
      'It has processes and containers.',
      'aurora status',
    ],
  ])('is told with what to do when %s', (_, wish, text, next) => {
    expect(problems(wish)).toMatchObject([{ text, next }]);
  });

  it('is not what is usual, or too little to tell from', () => {
    const slow = look(requests(100, 200, 0.4), { history: usual(300) });
    expect(problems({ looks: { 'subject-service': slow } })).toEqual([]);
    expect(problems(of(requests(5, 500, 9)))).toEqual([]);
  });

  it('begins with the worst, and says since when', () => {
    const memory = new Problems();
    const wish: Wish = {
      status: { 'file-service': { status: 'down' } },
      looks: { 'subject-service': look('outbox_pending_events 7\noutbox_oldest_event_seconds 61') },
      known: { revivals: [{ service: 'syllabus-service', at: NOW - 5_000 }] },
    };
    const first = memory.of(knownOf(fleet, wish));
    expect(first.map(({ severity }) => severity)).toEqual(['critical', 'warning', 'warning']);
    const later = {
      ...wish,
      looks: { 'subject-service': look('outbox_pending_events 9\noutbox_oldest_event_seconds 71') },
    };
    const second = memory.of({ ...knownOf(fleet, later), at: NOW + 10_000 });
    // More events is no other problem.
    expect(second.map(({ since }) => since)).toEqual(first.map(({ since }) => since));
    expect(second.find(({ about }) => about === 'syllabus-service')?.since).toBe(new Date(NOW - 5_000).toISOString());
    expect(memory.of(knownOf(fleet))).toEqual([]);
    expect(memory.of({ ...knownOf(fleet, wish), at: NOW + 20_000 })[0]?.since).toBe(
      new Date(NOW + 20_000).toISOString(),
    );
  });
});
