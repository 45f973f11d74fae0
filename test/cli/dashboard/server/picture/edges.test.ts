import { describe, expect, it } from '@jest/globals';
import { edgesOf } from '../../../../../cli/dashboard/server/picture/edges.ts';
import { topologyOf } from '../../../../../cli/dashboard/server/picture/topology.ts';
import { knownOf, look, ownFleet, type Wish } from '../support/known.ts';

const fleet = await ownFleet();
const edges = (wish?: Wish) => edgesOf(knownOf(fleet, wish), topologyOf(fleet));
const edge = (from: string, to: string, wish?: Wish, kind?: string) =>
  edges(wish).find((each) => each.from === from && each.to === to && (kind === undefined || each.kind === kind));

const CONSUMER = 'consumer="syllabus-service.references"';
const handled = (outcome: string, count: number) => `events_handled_total{${CONSUMER},outcome="${outcome}"} ${count}`;
const sent = (count: number) => `events_published_total{outcome="sent"} ${count}`;

describe('who speaks to whom', () => {
  it('is what the config lets them', () => {
    const ways = edges().map(({ from, to, kind }) => `${from} ${kind} ${to}`);
    expect(ways).toEqual([
      'clients call api-gateway',
      'api-gateway call config-service',
      'api-gateway call subject-service',
      'api-gateway call file-service',
      'api-gateway call syllabus-service',
      'subject-service call config-service',
      'subject-service call syllabus-service',
      'file-service call config-service',
      'syllabus-service call config-service',
      'syllabus-service call subject-service',
      'syllabus-service call file-service',
      'subject-service event syllabus-service',
      'file-service event syllabus-service',
      'config-service database postgres',
      'subject-service database postgres',
      'file-service database postgres',
      'syllabus-service database postgres',
      'config-service broker broker',
      'subject-service broker broker',
      'file-service broker broker',
      'syllabus-service broker broker',
    ]);
    expect(new Set(edges().map(({ health }) => health))).toEqual(new Set(['idle']));
  });

  it('adds what the gateway passes on to what it asks for itself', () => {
    const passed = (outcome: string, count: number) =>
      `gateway_upstream_requests_total{service="config-service",instance="a",outcome="${outcome}"} ${count}`;
    const asked = 'http_client_call_duration_seconds_count{target="config-service",outcome="answered"} 30';
    const text = [passed('answered', 60), passed('abandoned', 9), passed('timeout', 1), asked].join('\n');
    expect(edge('api-gateway', 'config-service', { looks: { 'api-gateway': look(text) } })).toMatchObject({
      rate: 10,
      errors: 0.1,
      health: 'ok',
    });
  });

  it('takes neither housekeeping nor those who look for traffic of a service that nobody asks', () => {
    const statements = (outcome: string) => `database_call_duration_seconds_count{outcome="${outcome}"} 40`;
    const asked = 'http_request_duration_seconds_count{method="GET",route="/a",status="200"} 1';
    const of = (...lines: string[]) =>
      edge('file-service', 'postgres', { looks: { 'file-service': look(lines.join('\n')) } });
    expect(of(statements('answered'))).toMatchObject({ rate: 0, health: 'idle' });
    expect(of(statements('answered'), asked)).toMatchObject({ rate: 4, health: 'ok' });
    expect(of(statements('failed'))).toMatchObject({ rate: 4, health: 'failing' });
  });

  it('divides events of a consumer among those who have published meanwhile', () => {
    const looks = {
      'syllabus-service': look([handled('handled', 35), handled('failed', 5)].join('\n')),
      'subject-service': look(sent(30)),
      'file-service': look(sent(10)),
    };
    expect(edge('subject-service', 'syllabus-service', { looks }, 'event')).toMatchObject({
      rate: 3,
      health: 'failing',
    });
    expect(edge('file-service', 'syllabus-service', { looks }, 'event')).toMatchObject({ rate: 1 });
  });

  it.each<[string, string, string, Wish, string]>([
    ['a target is down', 'api-gateway', 'file-service', { status: { 'file-service': { status: 'down' } } }, 'down'],
    ['a database is down', 'file-service', 'postgres', { status: { postgres: { status: 'down' } } }, 'down'],
    [
      'a breaker is open',
      'api-gateway',
      'file-service',
      { looks: { 'api-gateway': look('gateway_breaker_open{service="file-service",instance="a",route="any"} 1') } },
      'failing',
    ],
    [
      'a service is without its database',
      'file-service',
      'postgres',
      {
        looks: {
          'file-service': look('', {
            dependencies: [{ name: 'database', status: 'down', critical: true, latencyMs: 2000, since: '' }],
          }),
        },
      },
      'failing',
    ],
    [
      'events are parked',
      'file-service',
      'syllabus-service',
      { looks: { 'syllabus-service': look(`events_parked{${CONSUMER}} 1`) } },
      'failing',
    ],
  ])('shows when %s', (_, from, to, wish, health) => {
    expect(edge(from, to, wish)?.health).toBe(health);
  });

  it('stays as it is, without what services stand on, while the fleet is down', () => {
    const known = { ...knownOf(fleet), status: null, looks: new Map() };
    const found = edgesOf(known, topologyOf(fleet));
    expect(found).toHaveLength(13);
    expect(new Set(found.map(({ health }) => health))).toEqual(new Set(['down']));
  });
});
