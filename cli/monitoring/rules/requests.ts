import type { RuleGroup } from '../rule.ts';
import { API_ROUTES, NOT_HELD, type Select } from '../select.ts';

const QUANTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** Rate, errors and duration of each service, and of what the gateway asks of each: what every dashboard begins with. */
export function requestRules(select: Select, hasGateway: boolean): RuleGroup {
  const durations = 'http_request_duration_seconds';
  const rate = (...matchers: string[]) =>
    `sum by (service) (rate(${select(`${durations}_count`, API_ROUTES, ...matchers)}[5m]))`;
  const upstream = (metric: string, by: string) => `sum by (${by}) (rate(${select(metric)}[5m]))`;
  return {
    name: 'requests',
    rules: [
      { record: 'service:http_requests:rate5m', expr: rate() },
      // Zero, not nothing, where no request has failed yet.
      {
        record: 'service:http_errors:ratio_rate5m',
        expr: `(${rate('status=~"5.."')} or 0 * ${rate()}) / (${rate()} > 0)`,
      },
      ...QUANTILES.map(([name, quantile]) => ({
        record: `service:http_request_duration_seconds:${name}_5m`,
        expr: `histogram_quantile(${quantile}, sum by (service, le) (rate(${select(`${durations}_bucket`, API_ROUTES, NOT_HELD)}[5m])))`,
      })),
      ...(hasGateway
        ? [
            {
              record: 'upstream:gateway_requests:rate5m',
              expr: upstream('gateway_upstream_requests_total', 'upstream, outcome'),
            },
            {
              record: 'upstream:gateway_duration_seconds:p95_5m',
              expr: `histogram_quantile(0.95, ${upstream('gateway_upstream_duration_seconds_bucket', 'upstream, le')})`,
            },
          ]
        : []),
    ],
  };
}
