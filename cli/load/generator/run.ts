import { monitorEventLoopDelay } from 'node:perf_hooks';
import { encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { randomFrom } from '../random.ts';
import type { ErrorKind, Measured, Second } from '../result/contract.ts';
import { judge } from '../result/threshold.ts';
import type { Scenario } from '../scenario/contract.ts';
import { type Arrival, arrivalsOf, slicesOf } from '../schedule.ts';
import type { Data } from './data.ts';
import { type Step, stepsOf } from './deeds.ts';
import { type Failure, failureWithout } from './failure.ts';
import { whyNotKept } from './kept-up.ts';
import type { LoadPlan } from './plan.ts';
import { emptyHistogram, micros, quantiles, Series, Tally } from './recorder.ts';
import type { Requester } from './requester.ts';

/** Between now and the first arrival. */
const LEAD_MS = 50;
/** From so many arrivals on a threshold may end the run. */
const ENOUGH = 10;

interface Doing {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Weights up to and with its own. */
  readonly until: number;
}

/**
 * Sends what is due when it is due, whatever the target does, and measures from the scheduled time on: an arrival that had to wait for a
 * connection, or for the target to breathe again, has waited as its user would have (no coordinated omission).
 */
export async function runLoad(
  { scenario }: LoadPlan,
  data: Data,
  requester: Requester,
  stop: AbortSignal,
  tell: (second: Second) => void,
): Promise<Omit<Measured, 'data'>> {
  const slices = slicesOf(scenario);
  const choose = chooser(scenario, data, requester);
  const tallies = new Tallies();
  const series = new Series();
  const errors = new Map<string, { -readonly [K in keyof ErrorKind]: ErrorKind[K] }>();
  const lateness = emptyHistogram();
  const loop = monitorEventLoopDelay({ resolution: 10 });
  const pending = new Set<Promise<void>>();
  const aborted = new AbortController();
  const ended = AbortSignal.any([stop, aborted.signal]);
  let dropped = 0;
  let lastCounted = 0;

  const begin = async (arrival: Arrival, doing: Doing, startMs: number): Promise<void> => {
    const { atMs, slice } = arrival;
    const due = startMs + atMs;
    const carried = new Map<string, string>();
    const second = series.at(Math.floor(atMs / 1000), slice.phase);
    let from = due;
    let thoughtMs = 0;
    let serviceMs = 0;
    let failure: Failure | undefined;
    for (const step of doing.steps) {
      if (step.thinkMs > 0) await new Promise((resolve) => setTimeout(resolve, step.thinkMs));
      thoughtMs += step.thinkMs;
      if (step.thinkMs > 0) from += step.thinkMs;
      const sent = performance.now();
      try {
        await step.run(carried);
      } catch (error) {
        failure = failureWithout(error, step.name);
      }
      const done = performance.now();
      serviceMs += done - sent;
      if (slice.counted && doing.steps.length > 1) {
        tallies.step(`${doing.name} / ${step.name}`).record(done - from, done - sent, failure !== undefined);
      }
      if (failure) break;
      from = done;
    }
    const latencyMs = performance.now() - due - thoughtMs;
    second.latencies.push(latencyMs);
    if (failure) {
      second.errors++;
      if (slice.counted) count(errors, doing.name, failure);
    }
    if (slice.counted) tallies.at(slice.phase, doing.name).record(latencyMs, serviceMs, failure !== undefined);
  };

  loop.enable();
  const cpu = process.cpuUsage();
  const startedAt = new Date(Date.now() + LEAD_MS).toISOString();
  const startMs = performance.now() + LEAD_MS;
  let told = 0;
  const heartbeat = () => {
    const now = Math.floor((performance.now() - startMs) / 1000);
    for (; told < now; told++) tell(series.told(told));
    const seconds = lastCounted / 1000;
    const broken = scenario.thresholds.some((threshold) => {
      if (!threshold.abortOnFail || threshold.figure === 'rate') return false;
      const tally = tallies.of(threshold.action);
      return tally.count >= ENOUGH && !judge(threshold, tally.figures(seconds)).held;
    });
    if (broken) aborted.abort();
  };
  const timer = setInterval(heartbeat, 1000);

  for (const arrival of arrivalsOf(slices, scenario.arrivals, randomFrom(scenario.seed))) {
    while (!ended.aborted && performance.now() - startMs < arrival.atMs) await until(startMs + arrival.atMs, ended);
    if (ended.aborted) break;
    const { atMs, slice } = arrival;
    const doing = choose();
    const second = series.at(Math.floor(atMs / 1000), slice.phase);
    second.asked++;
    if (slice.counted) {
      lateness.recordValue(micros(performance.now() - startMs - atMs));
      tallies.at(slice.phase, doing.name).asked++;
    }
    if (pending.size >= scenario.maxOutstanding) {
      second.dropped++;
      if (slice.counted) dropped++;
      continue;
    }
    const work = begin(arrival, doing, startMs);
    pending.add(work);
    void work.finally(() => pending.delete(work));
    lastCounted = slice.counted ? atMs - scenario.warmupMs : 0;
  }
  const whole = slices.filter(({ counted }) => counted).reduce((sum, { durationMs }) => sum + durationMs, 0);
  const stopped = aborted.signal.aborted ? 'threshold' : stop.aborted ? 'interrupted' : null;
  const endMs = startMs + scenario.warmupMs + whole;
  while (!ended.aborted && performance.now() < endMs) await until(endMs, ended);
  const used = process.cpuUsage(cpu);
  const cpuPercent = Math.round((used.user + used.system) / 10 / Math.max(1, performance.now() - startMs));
  await Promise.all(pending);
  clearInterval(timer);
  loop.disable();

  const seconds =
    (stopped ? Math.max(0, Math.min(whole, performance.now() - startMs - scenario.warmupMs)) : whole) / 1000;
  const total = tallies.of(undefined);
  const nano = (value: number) => (Number.isFinite(value) ? value / 1e6 : 0);
  const eventLoopLag = { p99: nano(loop.percentile(99)), max: nano(loop.max) };
  const late = quantiles(lateness);
  const generator = {
    lateness: { p50: late.p50, p99: late.p99, max: late.max },
    eventLoopLag,
    cpuPercent,
    dropped,
    failed: whyNotKept({ dropped, asked: total.asked, lateP99: late.p99, cpuPercent, most: scenario.maxOutstanding }),
  };
  const names = scenario.actions.map(({ name }) => name);
  const phaseNames = [...new Set(slices.flatMap(({ phase, counted }) => (counted ? [phase] : [])))];
  const secondsOf = (phase: string) =>
    slices
      .filter((slice) => slice.counted && slice.phase === phase)
      .reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  return {
    startedAt,
    seconds,
    stopped,
    total: total.part('all', seconds, encodeIntoCompressedBase64),
    actions: names.map((name) => tallies.of(name).part(name, seconds, encodeIntoCompressedBase64)),
    steps: tallies.steps((name, tally) => tally.part(name, seconds, encodeIntoCompressedBase64)),
    phases: phaseNames.map((name) => tallies.phase(name).part(name, secondsOf(name), encodeIntoCompressedBase64)),
    phaseActions: phaseNames.flatMap((phase) =>
      names.map((name) =>
        tallies.at(phase, name).part(`${phase} / ${name}`, secondsOf(phase), encodeIntoCompressedBase64),
      ),
    ),
    series: series.all(),
    errors: [...errors.values()].sort((a, b) => b.count - a.count),
    generator,
    thresholds: scenario.thresholds.map((threshold) => judge(threshold, tallies.of(threshold.action).figures(seconds))),
  };
}

/** In steps of a millisecond, the grain of timers: what is due meanwhile is sent together. To spin in between would take a core from the target. */
async function until(at: number, ended: AbortSignal): Promise<void> {
  const wait = Math.ceil(at - performance.now());
  // So that a stop is heard within this time.
  await new Promise((resolve) => setTimeout(resolve, ended.aborted ? 0 : Math.min(Math.max(1, wait), 100)));
}

function chooser(scenario: Scenario, data: Data, requester: Requester): () => Doing {
  // One stream of draws for the mix, another for what actions draw: neither moves the other, nor the arrivals.
  const random = randomFrom(scenario.seed + 1);
  const within = randomFrom(scenario.seed + 2);
  let sum = 0;
  const doings = scenario.actions.map((action): Doing => {
    sum += action.weight;
    return { name: action.name, steps: stepsOf(action, data, requester, within), until: sum };
  });
  return () => {
    const drawn = random() * sum;
    return doings.find(({ until }) => drawn < until) as Doing;
  };
}

/** By phase and action, and sums of them. */
class Tallies {
  readonly #parts = new Map<string, Map<string, Tally>>();
  readonly #steps = new Map<string, Tally>();

  at(phase: string, action: string): Tally {
    return ensured(
      ensured(this.#parts, phase, () => new Map<string, Tally>()),
      action,
      () => new Tally(),
    );
  }

  step(name: string): Tally {
    return ensured(this.#steps, name, () => new Tally());
  }

  steps<T>(tell: (name: string, tally: Tally) => T): T[] {
    return [...this.#steps].map(([name, tally]) => tell(name, tally));
  }

  phase(name: string): Tally {
    return summed([...(this.#parts.get(name)?.values() ?? [])]);
  }

  /** Absent: of all actions. */
  of(action: string | undefined): Tally {
    const all = [...this.#parts.values()];
    return summed(
      all.flatMap((actions) => (action === undefined ? [...actions.values()] : (actions.get(action) ?? []))),
    );
  }
}

function ensured<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function summed(tallies: readonly Tally[]): Tally {
  const sum = new Tally();
  for (const tally of tallies) sum.add(tally);
  return sum;
}

function count(
  errors: Map<string, { -readonly [K in keyof ErrorKind]: ErrorKind[K] }>,
  action: string,
  { kind, correlationId, request }: Failure,
): void {
  const known = errors.get(`${action}\n${kind}`);
  if (known) known.count++;
  else errors.set(`${action}\n${kind}`, { action, kind, count: 1, correlationId, request });
}
