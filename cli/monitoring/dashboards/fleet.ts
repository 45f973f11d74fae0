import type { Fleet, Monitoring } from '../../config/model.ts';
import type { Select } from '../select.ts';
import type { Dashboard } from './panel.ts';

/** All services beside each other: where to look first. */
export function fleetDashboard({ name, services }: Fleet, select: Select, { slo }: Monitoring): Dashboard {
  const hasGateway = services.some(({ kind }) => kind === 'gateway');
  return {
    uid: `aurora-${name}-fleet`,
    title: `${name}: the fleet`,
    about: 'All services beside each other.',
    tags: [name],
    variables: [],
    rows: [
      {
        title: 'Now',
        panels: [
          {
            title: 'Services that answer',
            about: 'Of those in the config.',
            kind: 'stat',
            unit: 'short',
            queries: [
              {
                expr: `count(count by (service) (${select('up')} == 1)) or vector(0)`,
                legend: `of ${services.length}`,
              },
            ],
          },
          {
            title: 'Alerts that fire',
            about: 'docs/alerts.md has a section for each.',
            kind: 'stat',
            unit: 'short',
            limit: 1,
            queries: [{ expr: 'count(ALERTS{alertstate="firing"}) or vector(0)', legend: 'alerts' }],
          },
          ...(hasGateway
            ? ([
                {
                  title: 'Answered without a 5xx, 3 days',
                  about: `Promised: ${slo.availability} %.`,
                  kind: 'stat',
                  unit: 'percentunit',
                  queries: [
                    {
                      expr: '1 - gateway:availability_slo_bad:rate3d / gateway:availability_slo_requests:rate3d',
                      legend: 'availability',
                    },
                  ],
                },
                {
                  title: `Within ${slo.latencyMs} ms, 3 days`,
                  about: `Promised: ${slo.latencyPercent} %.`,
                  kind: 'stat',
                  unit: 'percentunit',
                  queries: [
                    {
                      expr: '1 - gateway:latency_slo_bad:rate3d / gateway:latency_slo_requests:rate3d',
                      legend: 'latency',
                    },
                  ],
                },
              ] as const)
            : []),
        ],
      },
      {
        title: 'Requests',
        panels: [
          {
            title: 'Requests a second',
            about: 'Of clients and of other services.',
            kind: 'timeseries',
            unit: 'reqps',
            queries: [{ expr: 'service:http_requests:rate5m', legend: '{{service}}' }],
          },
          {
            title: 'Share of 5xx',
            about: 'Zero, or somebody is looking already.',
            kind: 'timeseries',
            unit: 'percentunit',
            queries: [{ expr: 'service:http_errors:ratio_rate5m', legend: '{{service}}' }],
          },
          {
            title: 'Slowest of twenty',
            about: 'The 95th percentile.',
            kind: 'timeseries',
            unit: 's',
            queries: [{ expr: 'service:http_request_duration_seconds:p95_5m', legend: '{{service}}' }],
          },
        ],
      },
      {
        title: 'Health',
        panels: [
          {
            title: 'Ready',
            about: '1: ready, 0.5: it lacks something that it can do without, 0: it takes no requests.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: `min by (service) (${select('service_ready')})`, legend: '{{service}}' }],
          },
          {
            title: 'Dependencies that are away',
            about: 'Nothing is drawn while all are there.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: `1 - (${select('dependency_up')} == 0)`, legend: '{{service}}: {{dependency}}' }],
          },
          {
            title: 'Memory',
            about: 'Resident, of all instances of a service.',
            kind: 'timeseries',
            unit: 'bytes',
            queries: [{ expr: `sum by (service) (${select('process_resident_memory_bytes')})`, legend: '{{service}}' }],
          },
        ],
      },
    ],
  };
}
