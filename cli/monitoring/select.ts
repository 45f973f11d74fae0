/** Writes a selector for series of one fleet: a Prometheus of one's own may watch more. */
export type Select = (metric: string, ...matchers: readonly string[]) => string;

/** @param fleet its name, which is that of the scrape job as well */
export function selectIn(fleet: string): Select {
  return (metric, ...matchers) => `${metric}{${[`job="${fleet}"`, ...matchers].join(', ')}}`;
}

/** Requests that somebody has made of the fleet: probes, scrapes and documents say nothing about it. */
export const API_ROUTES = 'route=~"/api/.+"';
