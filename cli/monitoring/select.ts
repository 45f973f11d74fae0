/** Writes a selector for series of one fleet: a Prometheus of one's own may watch more. */
export type Select = (metric: string, ...matchers: readonly string[]) => string;

/** @param fleet its name, which is that of the scrape job as well */
export function selectIn(fleet: string): Select {
  return (metric, ...matchers) => `${metric}{${[`job="${fleet}"`, ...matchers].join(', ')}}`;
}

/** Answered when something changes, or half a minute later (RFC 7240, section 4.3): how long says nothing. */
export const NOT_HELD = 'route!~"/api/v1/config.*"';

/** Requests that somebody has made of the fleet: probes, scrapes and documents say nothing about it. */
export const API_ROUTES = 'route=~"/api/.+"';
