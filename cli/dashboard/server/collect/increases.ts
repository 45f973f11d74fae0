import type { Sample } from './exposition.ts';

const COUNTERS = /_(?:total|count|sum|bucket)$/;
const STARTED = 'process_start_time_seconds';

/**
 * What the counters of one service grew by from one answer to the next. One that is lower than before, or whose process is another one,
 * began anew at zero; a series that was not there before did so too.
 */
export class Increases {
  #last: ReadonlyMap<string, number> | undefined;
  #startedAt: number | undefined;

  /** Null: there is nothing yet to compare with. */
  since(samples: readonly Sample[]): Sample[] | null {
    const counters = samples.filter(({ name, value }) => COUNTERS.test(name) && Number.isFinite(value));
    const startedAt = samples.find(({ name }) => name === STARTED)?.value;
    const before = this.#last;
    const anew = this.#startedAt !== startedAt;
    this.#last = new Map(counters.map(({ series, value }) => [series, value]));
    this.#startedAt = startedAt;
    if (before === undefined) return null;
    return counters.map((sample) => {
      const earlier = anew ? 0 : (before.get(sample.series) ?? 0);
      return { ...sample, value: sample.value < earlier ? sample.value : sample.value - earlier };
    });
  }
}
