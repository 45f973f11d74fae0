import type { Fleet, Monitoring } from '../../config/model.ts';
import { budgetOf } from '../rules/objectives.ts';
import type { Select } from '../select.ts';
import type { Dashboard, Panel } from './panel.ts';

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
            title: 'Services that do not answer',
            about: `Of the ${services.length} in the config.`,
            kind: 'stat',
            unit: 'short',
            limit: 1,
            queries: [
              {
                expr: `count(service:expected unless on (service) (${select('up')} == 1)) or vector(0)`,
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
            ? [
                pace('availability', `${slo.availability} % without a 5xx`, slo.availability),
                pace('latency', `${slo.latencyPercent} % within ${slo.latencyMs} ms`, slo.latencyPercent),
              ]
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

/** How fast what may go wrong is being used up: at 1 it lasts for just as long as it has to. */
function pace(slo: 'availability' | 'latency', promise: string, percent: number): Panel {
  const [bad, requests] = ['bad', 'requests'].map((what) => `gateway:${slo}_slo_${what}:rate3d`);
  return {
    title: promise,
    about: 'Over three days: below 1 the promise is kept, at 2 what may go wrong in 30 days has gone wrong in 15.',
    kind: 'stat',
    unit: 'short',
    limit: 1,
    queries: [{ expr: `${bad} / ${requests} / ${budgetOf(percent)}`, legend: 'budget' }],
  };
}
