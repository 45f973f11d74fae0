import { DURATION_BOUNDS } from '../../../shared/metrics/duration-bounds.ts';
import type { Rule } from './rule.ts';

const LEAST_MS = 5;

/** An objective that the services' histograms can tell of. */
export const monitoring: Rule = function* ({ infrastructure }) {
  const wish = infrastructure?.monitoring;
  const latencyMs = typeof wish === 'object' ? wish.slo?.latencyMs : undefined;
  const bounds = DURATION_BOUNDS.map((seconds) => seconds * 1000).filter((ms) => ms >= LEAST_MS);
  if (latencyMs === undefined || bounds.includes(latencyMs)) return;
  const message = `\`latencyMs\` must be one of ${bounds.join(', ')}, not ${latencyMs}: nothing else is counted`;
  yield { path: ['infrastructure', 'monitoring', 'slo', 'latencyMs'], code: 'unknown_value', message };
};
