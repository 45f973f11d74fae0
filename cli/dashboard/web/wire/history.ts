import { signal } from '@preact/signals';
import type { Point, Series, Snapshot } from '../../api.ts';
import { ask, pathOf } from './ask.ts';

/** Seconds that the cards of the overview look back. */
const KEPT = 120;

export interface Moment {
  /** Epoch seconds. */
  readonly at: number;
  readonly point: Point | null;
}

/** Of each service the last moments, oldest first. */
export const history = signal<ReadonlyMap<string, readonly Moment[]>>(new Map());

export function remember({ at, services }: Snapshot): void {
  const seconds = Date.parse(at) / 1000;
  history.value = new Map(
    services.map(({ name, now }) => {
      const before = history.value.get(name) ?? [];
      if (before.length === 0) void recall(name);
      const kept = before.filter((moment) => moment.at > seconds - KEPT && moment.at < seconds);
      return [name, [...kept, { at: seconds, point: now }]];
    }),
  );
}

/** What was before the page was opened. */
async function recall(service: string): Promise<void> {
  try {
    const { times, values } = await ask<Series>(pathOf('/api/series', { service, minutes: KEPT / 60 }));
    const now = history.value.get(service) ?? [];
    const first = now[0]?.at ?? Number.POSITIVE_INFINITY;
    const before = times
      .map((at, index): Moment => ({ at, point: values.rate[index] == null ? null : pointOf(values, index) }))
      .filter(({ at }) => at < first);
    history.value = new Map([...history.value, [service, [...before, ...now]]]);
  } catch {
    // a sparkline that begins now is the lesser evil
  }
}

function pointOf(values: Series['values'], index: number): Point {
  const entries = Object.entries(values).map(([name, column]) => [name, column[index] ?? null]);
  return Object.fromEntries(entries) as Point;
}
