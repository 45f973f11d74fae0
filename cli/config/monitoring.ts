import type { MonitoringConfig } from './draft.ts';
import type { Monitoring } from './model.ts';

/** What the config says of it, or undefined where the fleet has none. */
export function resolveMonitoring(config: MonitoringConfig | undefined): Monitoring | undefined {
  if (config === undefined || config === false) return undefined;
  const { slo = {}, scrapeSeconds = 15, retentionDays = 15, ...webhook } = config === true ? {} : config;
  const { availability = 99.9, latencyMs = 500, latencyPercent = 99 } = slo;
  return { ...webhook, scrapeSeconds, retentionDays, slo: { availability, latencyMs, latencyPercent } };
}

/** Of one that nobody has asked for: what an export is made with for a Prometheus of one's own. */
export const USUAL_MONITORING = resolveMonitoring(true) as Monitoring;
