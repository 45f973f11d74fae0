import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Point, Series } from '../../../api.ts';
import { ask, pathOf } from '../../wire/ask.ts';
import { snapshot } from '../../wire/live.ts';

/** A service's points of the last minutes, one more with each snapshot. */
export function useSeries(service: string, minutes: number): Series | undefined {
  const series = useSignal<Series | undefined>(undefined);
  useEffect(() => {
    const leaving = new AbortController();
    series.value = undefined;
    ask<Series>(pathOf('/api/series', { service, minutes }), leaving).then(
      (found) => {
        series.value = found;
      },
      // Without what was before, it begins now.
      () => {
        if (!leaving.signal.aborted) series.value = emptySeries(service);
      },
    );
    return () => leaving.abort();
  }, [service, minutes, series]);
  useSignalEffect(() => {
    const now = snapshot.value;
    const before = series.peek();
    if (now && before)
      series.value = append(before, Date.parse(now.at) / 1_000, pointOf(now.services, service), minutes);
  });
  return series.value;
}

const pointOf = (services: readonly { name: string; now: Point | null }[], service: string): Point | null =>
  services.find(({ name }) => name === service)?.now ?? null;

const NAMES = [
  'rate',
  'errors',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'inFlight',
  'eventLoopMs',
  'heapMb',
  'cpuPercent',
  'pool',
  'events',
] as const satisfies readonly (keyof Point)[];

function emptySeries(service: string): Series {
  return { service, times: [], values: columns(() => []) };
}

function append(series: Series, at: number, point: Point | null, minutes: number): Series {
  const { times, values } = series;
  if (at <= (times.at(-1) ?? 0)) return series;
  const start = times.findIndex((time) => time > at - minutes * 60);
  const old = start < 0 ? times.length : start;
  return {
    ...series,
    times: [...times.slice(old), at],
    values: columns((name) => [...values[name].slice(old), point?.[name] ?? null]),
  };
}

const columns = (of: (name: keyof Point) => readonly (number | null)[]): Series['values'] =>
  Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Series['values'];
