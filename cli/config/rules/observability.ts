import type { Rule } from './rule.ts';

/** Spans need a place to go to. */
export const observability: Rule = function* ({ observability: { traces = {}, otlp } = {} }) {
  if (!otlp && traces.log === false && traces.sample !== undefined && traces.sample > 0) {
    const message = 'spans go neither into the log nor to a collector: leave it out, or name an `otlp` endpoint';
    yield { path: ['observability', 'traces', 'log'], code: 'no_effect', message };
  }
};
