import type { Point, Series } from '../../api.ts';
import { Ring } from './ring.ts';

/** A quarter of an hour by the second, six hours by ten. */
const FINE = 15 * 60;
const STEP_SECONDS = 10;
const COARSE = (6 * 3600) / STEP_SECONDS;

type Key = keyof Point;

/** How the seconds of a coarse step become one: of what hurts the worst, else the mean. */
const KEYS: Readonly<Record<Key, 'mean' | 'worst'>> = {
  rate: 'mean',
  errors: 'mean',
  p50Ms: 'mean',
  p95Ms: 'worst',
  p99Ms: 'worst',
  inFlight: 'mean',
  eventLoopMs: 'worst',
  heapMb: 'mean',
  cpuPercent: 'mean',
  pool: 'worst',
  events: 'mean',
};
const NAMES = Object.keys(KEYS) as Key[];

/** What a service did over time; half a megabyte, however long that is. */
export class History {
  readonly #fine = new Ring(FINE, NAMES.length);
  readonly #coarse = new Ring(COARSE, NAMES.length);
  #step: { readonly time: number; readonly points: Point[] } | undefined;

  /** @param time epoch seconds @param point null: it could not be asked */
  add(time: number, point: Point | null): void {
    this.#fine.push(
      time,
      NAMES.map((name) => point?.[name] ?? null),
    );
    const begin = time - (time % STEP_SECONDS);
    if (this.#step && this.#step.time !== begin) this.#close(this.#step);
    if (this.#step?.time !== begin) this.#step = { time: begin, points: [] };
    if (point) this.#step.points.push(point);
  }

  /** From `since` on, epoch seconds. */
  series(service: string, since: number): Series {
    const { begin } = this.#fine;
    const rows = [...this.#coarse.rows(since, begin - (begin % STEP_SECONDS)), ...this.#fine.rows(since)];
    return {
      service,
      times: rows.map(({ time }) => time),
      values: Object.fromEntries(
        NAMES.map((name, column) => [name, rows.map(({ row }) => row[column] ?? null)]),
      ) as unknown as Series['values'],
    };
  }

  /** Those between two moments, without what was not there. */
  values(key: Key, since: number, until: number): number[] {
    const column = NAMES.indexOf(key);
    return [...this.#fine.rows(since, until)].flatMap(({ row }) => row[column] ?? []);
  }

  #close({ time, points }: { readonly time: number; readonly points: readonly Point[] }): void {
    this.#coarse.push(
      time,
      NAMES.map((name) => {
        const values = points.flatMap((point) => point[name] ?? []);
        if (values.length === 0) return null;
        if (KEYS[name] === 'worst') return Math.max(...values);
        return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
      }),
    );
  }
}
