import { needsBroker, needsDatabase } from '../../../runtimes/needs.ts';
import type { EdgeView } from '../../api.ts';
import { type Interval, WAYS } from '../collect/interval.ts';
import { isOfEvents, perSecond } from '../collect/point.ts';
import { NO_TRAFFIC, quantileMs, type Traffic } from '../collect/traffic.ts';
import type { Known } from './known.ts';
import { type Ground, groundOf } from './stands-on.ts';
import type { Flow, Topology } from './topology.ts';

/** Whoever fails more often than this is failing. */
export const FAILING_SHARE = 0.05;

const NOTHING: Interval = { seconds: 0, cpuSeconds: 0, traffic: new Map() };

/** Who speaks to whom, how much and how well, in the last ten seconds. */
export function edgesOf(known: Known, topology: Topology): EdgeView[] {
  const { gateway } = topology;
  return [
    ...(gateway === undefined ? [] : [clientsEdge(known, gateway)]),
    ...topology.calls.map(({ from, to }) => callEdge(known, from, to)),
    ...topology.flows.flatMap((flow) => flow.from.map((from) => eventEdge(known, flow, from))),
    ...groundEdges(known, 'database', WAYS.database),
    ...groundEdges(known, 'broker', WAYS.published),
    ...groundEdges(known, 'cache', WAYS.cache),
  ];
}

function clientsEdge(known: Known, gateway: string): EdgeView {
  const window = windowOf(known, gateway);
  const traffic = window.traffic.get(WAYS.requests) ?? NO_TRAFFIC;
  return edge({ from: 'clients', to: gateway, kind: 'call' }, traffic, window, { down: isDown(known, gateway) });
}

/** What the gateway passes on and what it asks for itself are one way. */
function callEdge(known: Known, from: string, to: string): EdgeView {
  const window = windowOf(known, from);
  const own = window.traffic.get(WAYS.call(to)) ?? NO_TRAFFIC;
  const passed = window.traffic.get(WAYS.upstream(to)) ?? NO_TRAFFIC;
  const count = { count: own.count + passed.count, failed: own.failed + passed.failed };
  // The bounds of two histograms differ: those of the one that has more to tell.
  const traffic = { ...count, buckets: (passed.count > 0 ? passed : own).buckets };
  const open = known.looks.get(from)?.seen?.gauges.breakersOpen.includes(to) ?? false;
  return edge({ from, to, kind: 'call' }, traffic, window, { down: isDown(known, to), failing: open });
}

/**
 * Events are counted where they are handled, and not by who published them: of a consumer that hears several services each has the share
 * that it published meanwhile.
 */
function eventEdge(known: Known, { consumer, to, from: publishers }: Flow, from: string): EdgeView {
  const window = windowOf(known, to);
  const handled = window.traffic.get(WAYS.handled(consumer)) ?? NO_TRAFFIC;
  const published = (service: string) => windowOf(known, service).traffic.get(WAYS.published)?.count ?? 0;
  const all = publishers.reduce((sum, service) => sum + published(service), 0);
  const share = all > 0 ? published(from) / all : 1 / publishers.length;
  const traffic = { ...handled, count: handled.count * share, failed: handled.failed * share };
  const parked = known.looks
    .get(to)
    ?.seen?.gauges.consumers.some((each) => each.consumer === consumer && each.parked > 0);
  return edge({ from, to, kind: 'event' }, traffic, window, { down: isDown(known, to), failing: parked ?? false });
}

function groundEdges(known: Known, ground: Ground, way: string): EdgeView[] {
  const part = groundOf(known.status?.infrastructure ?? [], ground);
  if (!part) return [];
  const needs = { database: needsDatabase, broker: needsBroker, cache: () => true }[ground];
  const users = known.config.fleet.services.filter((service) => needs(service) && !isDown(known, service.name));
  return users.flatMap(({ name }) => {
    const window = windowOf(known, name);
    const own = window.traffic.get(way);
    // One that nobody asks for anything looks after its outbox all the same, and asks the database on behalf of those who look: us.
    const traffic = own && own.failed === 0 && !isBusy(window) ? NO_TRAFFIC : own;
    const dependency = known.looks.get(name)?.dependencies.find((each) => each.name === ground);
    // Only some services use the cache.
    if (ground === 'cache' && !traffic && !dependency) return [];
    const state = { down: part.status === 'down', failing: dependency?.status === 'down' };
    return [edge({ from: name, to: part.name, kind: ground }, traffic ?? NO_TRAFFIC, window, state)];
  });
}

function isBusy({ traffic }: Interval): boolean {
  return [...traffic].some(([way, { count }]) => count > 0 && (way === WAYS.requests || isOfEvents(way)));
}

function edge(
  ends: Pick<EdgeView, 'from' | 'to' | 'kind'>,
  traffic: Traffic,
  window: Interval,
  { down, failing = false }: { readonly down: boolean; readonly failing?: boolean },
): EdgeView {
  const { count, failed } = traffic;
  const health = down ? 'down' : failing || failed > count * FAILING_SHARE ? 'failing' : count > 0 ? 'ok' : 'idle';
  return {
    ...ends,
    rate: perSecond(count, window),
    errors: perSecond(failed, window),
    p95Ms: quantileMs(traffic, 0.95),
    health,
  };
}

function windowOf({ looks }: Known, service: string): Interval {
  return looks.get(service)?.seen?.window ?? NOTHING;
}

function isDown({ status }: Known, service: string): boolean {
  return (status?.services.find(({ name }) => name === service)?.status ?? 'down') === 'down';
}
