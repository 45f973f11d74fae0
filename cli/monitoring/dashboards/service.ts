import type { Select } from '../select.ts';
import type { Dashboard } from './panel.ts';

const OF = 'service="$service"';

/** One service, chosen above the panels. */
export function serviceDashboard(fleet: string, select: Select): Dashboard {
  const of = (metric: string, ...matchers: string[]) => select(metric, OF, ...matchers);
  return {
    uid: `aurora-${fleet}-service`,
    title: `${fleet}: a service`,
    about: 'Rate, errors, duration and saturation of one service.',
    tags: [fleet],
    variables: [{ name: 'service', label: 'Service', query: `label_values(${select('up')}, service)` }],
    rows: [
      {
        title: 'Requests',
        panels: [
          {
            title: 'By route',
            about: 'Requests a second.',
            kind: 'timeseries',
            unit: 'reqps',
            queries: [
              {
                expr: `sum by (method, route) (rate(${of('http_request_duration_seconds_count')}[5m]))`,
                legend: '{{method}} {{route}}',
              },
            ],
          },
          {
            title: 'By status',
            about: 'Requests a second.',
            kind: 'timeseries',
            unit: 'reqps',
            queries: [
              {
                expr: `sum by (status) (rate(${of('http_request_duration_seconds_count')}[5m]))`,
                legend: '{{status}}',
              },
            ],
          },
          {
            title: 'Durations',
            about: 'Of half, of 95 % and of 99 % of requests.',
            kind: 'timeseries',
            unit: 's',
            queries: ['p50', 'p95', 'p99'].map((name) => ({
              expr: `service:http_request_duration_seconds:${name}_5m{${OF}}`,
              legend: name,
            })),
          },
        ],
      },
      {
        title: 'What it stands on',
        panels: [
          {
            title: 'Calls to other services',
            about: '95th percentile. Config-service answers when something has changed.',
            kind: 'timeseries',
            unit: 's',
            queries: [
              {
                expr: `histogram_quantile(0.95, sum by (target, le) (rate(${of('http_client_call_duration_seconds_bucket', 'target!="config-service"')}[5m])))`,
                legend: '{{target}}',
              },
            ],
          },
          {
            title: 'Connections to the database',
            about: 'Who waits has none; that is too few of them, or too slow a database.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: `sum by (state) (${of('database_connections')})`, legend: '{{state}}' }],
          },
          {
            title: 'Dependencies',
            about: 'How long each took to answer when it was last asked.',
            kind: 'timeseries',
            unit: 's',
            queries: [{ expr: `max by (dependency) (${of('dependency_latency_seconds')})`, legend: '{{dependency}}' }],
          },
        ],
      },
      {
        title: 'Saturation',
        panels: [
          {
            title: 'Event loop',
            about: 'How long work waits for its turn, 99th percentile.',
            kind: 'timeseries',
            unit: 's',
            queries: [{ expr: of('nodejs_eventloop_lag_p99_seconds'), legend: '{{instance}}' }],
          },
          {
            title: 'Processor',
            about: 'Cores.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: `rate(${of('process_cpu_seconds_total')}[5m])`, legend: '{{instance}}' }],
          },
          {
            title: 'Heap',
            about: 'In use.',
            kind: 'timeseries',
            unit: 'bytes',
            queries: [{ expr: of('nodejs_heap_size_used_bytes'), legend: '{{instance}}' }],
          },
          {
            title: 'Under way',
            about: 'Requests that are being answered.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: of('http_requests_in_flight'), legend: '{{instance}}' }],
          },
        ],
      },
      {
        title: 'Instances',
        panels: [
          {
            title: 'Builds',
            about: 'More than one: a deploy is under way.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: `count by (version, build) (${of('service_info')})`, legend: '{{version}} {{build}}' }],
          },
          {
            title: 'Free on its disk',
            about: 'Below 5 % somebody is told.',
            kind: 'timeseries',
            unit: 'percentunit',
            queries: [{ expr: `volume:disk_free:ratio{${OF}}`, legend: '{{instance}} {{volume}}' }],
          },
        ],
      },
    ],
  };
}
