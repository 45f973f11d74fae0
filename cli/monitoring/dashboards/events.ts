import type { Select } from '../select.ts';
import type { Dashboard } from './panel.ts';

/** Events from their outbox to those who handle them. */
export function eventsDashboard(fleet: string, select: Select): Dashboard {
  const slowest = (metric: string) =>
    `histogram_quantile(0.95, sum by (consumer, le) (rate(${select(`${metric}_bucket`)}[5m])))`;
  const worst = (metric: string) => `max by (service) (${select(metric)})`;
  return {
    uid: `aurora-${fleet}-events`,
    title: `${fleet}: events`,
    about: 'From the outbox to whoever handles them.',
    tags: [fleet],
    variables: [],
    rows: [
      {
        title: 'Told',
        panels: [
          {
            title: 'Published',
            about: 'Events a second.',
            kind: 'timeseries',
            unit: 'cps',
            queries: [
              {
                expr: `sum by (service, outcome) (rate(${select('events_published_total')}[5m]))`,
                legend: '{{service}} {{outcome}}',
              },
            ],
          },
          {
            title: 'Waiting in the outbox',
            about: 'For the broker.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: worst('outbox_pending_events'), legend: '{{service}}' }],
          },
          {
            title: 'Oldest in the outbox',
            about: 'After a minute somebody is told.',
            kind: 'timeseries',
            unit: 's',
            queries: [{ expr: worst('outbox_oldest_event_seconds'), legend: '{{service}}' }],
          },
        ],
      },
      {
        title: 'Handled',
        panels: [
          {
            title: 'By outcome',
            about: 'Events a second.',
            kind: 'timeseries',
            unit: 'cps',
            queries: [
              {
                expr: `sum by (consumer, outcome) (rate(${select('events_handled_total')}[5m]))`,
                legend: '{{consumer}} {{outcome}}',
              },
            ],
          },
          {
            title: 'One attempt',
            about: '95th percentile.',
            kind: 'timeseries',
            unit: 's',
            queries: [{ expr: slowest('events_handling_seconds'), legend: '{{consumer}}' }],
          },
          {
            title: 'From told to handled',
            about: '95th percentile.',
            kind: 'timeseries',
            unit: 's',
            queries: [{ expr: slowest('events_delay_seconds'), legend: '{{consumer}}' }],
          },
        ],
      },
      {
        title: 'Left over',
        panels: [
          {
            title: 'Waiting',
            about: 'In the queue of each consumer.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: 'consumer:events_waiting:max', legend: '{{consumer}}' }],
          },
          {
            title: 'Parked',
            about: 'aurora events parked shows them, aurora events replay sends them again.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: `max by (consumer) (${select('events_parked')})`, legend: '{{consumer}}' }],
          },
          {
            title: 'Refused for good',
            about: 'By the broker.',
            kind: 'timeseries',
            unit: 'short',
            queries: [{ expr: worst('outbox_dead_events'), legend: '{{service}}' }],
          },
        ],
      },
    ],
  };
}
