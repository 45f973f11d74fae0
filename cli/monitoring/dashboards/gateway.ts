import type { Select } from '../select.ts';
import type { Dashboard } from './panel.ts';

/** What the gateway asks of those behind it, and whom it sends away. */
export function gatewayDashboard(fleet: string, gateway: string, select: Select): Dashboard {
  return {
    uid: `aurora-${fleet}-gateway`,
    title: `${fleet}: the gateway`,
    about: 'Clients in front of it, services behind it.',
    tags: [fleet],
    variables: [],
    rows: [
      {
        title: 'Promises',
        panels: (['availability', 'latency'] as const).map((slo) => ({
          title: `Budget of ${slo}`,
          about: 'What went wrong, as a share of requests, over three windows.',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: ['5m', '1h', '6h'].map((window) => ({
            expr: `gateway:${slo}_slo_bad:rate${window} / gateway:${slo}_slo_requests:rate${window}`,
            legend: window,
          })),
        })),
      },
      {
        title: 'Clients',
        panels: [
          {
            title: 'By status',
            about: 'Answers a second.',
            kind: 'timeseries',
            unit: 'reqps',
            queries: [
              {
                expr: `sum by (status) (rate(${select('http_request_duration_seconds_count', `service="${gateway}"`)}[5m]))`,
                legend: '{{status}}',
              },
            ],
          },
          {
            title: 'Refused',
            about: 'By limits of rate and of concurrency.',
            kind: 'timeseries',
            unit: 'reqps',
            queries: [{ expr: `sum by (reason) (rate(${select('gateway_refused_total')}[5m]))`, legend: '{{reason}}' }],
          },
        ],
      },
      {
        title: 'Services behind it',
        panels: [
          {
            title: 'How requests ended',
            about: 'Requests a second.',
            kind: 'timeseries',
            unit: 'reqps',
            queries: [{ expr: 'upstream:gateway_requests:rate5m', legend: '{{upstream}} {{outcome}}' }],
          },
          {
            title: 'Durations',
            about: '95th percentile.',
            kind: 'timeseries',
            unit: 's',
            queries: [{ expr: 'upstream:gateway_duration_seconds:p95_5m', legend: '{{upstream}}' }],
          },
          {
            title: 'Under way',
            about: 'Requests at each instance.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: select('gateway_upstream_pending'), legend: '{{upstream}} {{upstream_instance}}' }],
          },
        ],
      },
      {
        title: 'Failing',
        panels: [
          {
            title: 'Sent again',
            about: 'Retries a second.',
            kind: 'timeseries',
            unit: 'reqps',
            queries: [
              { expr: `sum by (upstream) (rate(${select('gateway_retries_total')}[5m]))`, legend: '{{upstream}}' },
            ],
          },
          {
            title: 'Breakers',
            about: '1: open, 0.5: being probed.',
            kind: 'timeseries',
            unit: 'short',
            queries: [
              {
                expr: `max by (upstream, route) (${select('gateway_breaker_open')})`,
                legend: '{{upstream}} {{route}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
