import type { Point, Series } from '../../../cli/dashboard/api.ts';
import { pointAt, SERVICES } from './busy-fleet.ts';

/** What the fake dashboard says to a question; undefined: there is no such path. */
export function answersOf(path: string, search: URLSearchParams): unknown {
  if (path === '/api/series') return series(search.get('service') ?? '', Number(search.get('minutes') ?? 15));
  return undefined;
}

function series(service: string, minutes: number): Series {
  const seed = SERVICES.findIndex(({ name }) => name === service);
  const end = Math.floor(Date.now() / 1000);
  const times = Array.from({ length: minutes * 60 }, (_, index) => end - minutes * 60 + index + 1);
  const points = times.map((time) => pointAt(time, seed, SERVICES[seed]?.rate ?? 0));
  const columns = Object.keys(points[0] ?? {}).map((name) => [name, points.map((point) => point[name as keyof Point])]);
  return { service, times, values: Object.fromEntries(columns) };
}
