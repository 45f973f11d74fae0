import type { Problem } from '../../../api.ts';
import { type Interval, WAYS } from '../../collect/interval.ts';
import type { Seen } from '../../collect/seen.ts';
import { NO_TRAFFIC, quantileMs } from '../../collect/traffic.ts';
import { FAILING_SHARE } from '../edges.ts';
import type { Known, Look } from '../known.ts';
import { logsOf } from './of-services.ts';

/** Whatever else the process has to do waits for as long. */
const BLOCKED_MS = 200;
/** One in a handful is no rate. */
const FEWEST = 10;
/** What is usual is told by the ten minutes before the last half. */
const USUAL_SECONDS = 600;
const RECENT_SECONDS = 30;
const FEWEST_SECONDS = 60;
/** So many times what is usual, and slow enough for somebody to notice. */
const FAR = 3;
const NOTICED_MS = 100;

/** What fails, is slow, or is full. */
export function problemsOfLoad({ looks, config: { fleet }, at }: Known): Problem[] {
  return [...looks].flatMap(([service, look]) => {
    if (!look.seen) return [];
    const found = [
      failing(service, look.seen.window),
      slow(service, look, fleet.defaults.timeoutMs, at),
      ...breakers(service, look.seen),
      blocked(service, look.seen),
      exhausted(service, look.seen),
    ];
    return found.filter((problem) => problem !== undefined);
  });
}

function failing(service: string, { traffic }: Interval): Problem | undefined {
  const { count, failed } = traffic.get(WAYS.requests) ?? NO_TRAFFIC;
  if (count < FEWEST || failed <= count * FAILING_SHARE) return undefined;
  const text = `${service} fails ${Math.round((failed / count) * 100)} % of its requests`;
  return { severity: 'critical', about: service, text, next: logsOf(service) };
}

function slow(service: string, { seen, history }: Look, timeoutMs: number, at: number): Problem | undefined {
  const requests = seen?.window.traffic.get(WAYS.requests) ?? NO_TRAFFIC;
  const p95 = quantileMs(requests, 0.95);
  if (p95 === null || requests.count < FEWEST) return undefined;
  const took = `One in twenty requests of ${service} takes ${Math.round(p95)} ms`;
  const next = logsOf(service);
  if (p95 > timeoutMs)
    return { severity: 'critical', about: service, text: `${took}; callers wait for ${timeoutMs} ms`, next };
  const seconds = at / 1000;
  const before = history.values('p95Ms', seconds - USUAL_SECONDS, seconds - RECENT_SECONDS).sort((a, b) => a - b);
  const usual = before[Math.floor(before.length / 2)];
  if (usual === undefined || before.length < FEWEST_SECONDS || p95 < NOTICED_MS || p95 < usual * FAR) return undefined;
  return { severity: 'warning', about: service, text: `${took}, which usually takes ${Math.round(usual)} ms`, next };
}

function breakers(service: string, { gauges }: Seen): Problem[] {
  return gauges.breakersOpen.map((target) => {
    const text = `${service} does not call ${target} for the moment, which has failed repeatedly`;
    return { severity: 'warning', about: target, text, next: logsOf(target) };
  });
}

function blocked(service: string, { gauges: { eventLoopMs } }: Seen): Problem | undefined {
  if (eventLoopMs === null || eventLoopMs < BLOCKED_MS) return undefined;
  const text = `${service} computes for ${Math.round(eventLoopMs)} ms at a time, and all its requests wait`;
  return { severity: 'warning', about: service, text, next: logsOf(service) };
}

function exhausted(service: string, { gauges: { pool, poolWaiting } }: Seen): Problem | undefined {
  if (pool !== 1 || poolWaiting === 0) return undefined;
  const waiting = poolWaiting === 1 ? 'a statement waits' : `${poolWaiting} statements wait`;
  const text = `All connections of ${service} to its database are in use, and ${waiting}`;
  return { severity: 'warning', about: service, text, next: logsOf(service) };
}
