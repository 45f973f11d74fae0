import type { RuleGroup } from '../rule.ts';
import type { Select } from '../select.ts';

/** Events that do not get to where they should. */
export function eventRules(select: Select): RuleGroup {
  const worst = (metric: string) => `max by (service) (${select(metric)})`;
  const waiting = `max by (service, consumer) (${select('events_waiting')})`;
  return {
    name: 'events',
    rules: [
      // Without NaN, which a broker that is busy leaves: one within ten minutes would leave no pace.
      { record: 'consumer:events_waiting:max', expr: `${waiting} >= 0` },
      {
        alert: 'EventsParked',
        expr: `max by (service, consumer) (${select('events_parked')}) > 0`,
        forSeconds: 60,
        severity: 'warning',
        summary: '{{ $labels.consumer }} has given up on events',
        description: '{{ $value }} events are parked at {{ $labels.consumer }}: each failed as often as it may.',
        next: 'aurora events parked',
      },
      {
        alert: 'OutboxStalled',
        expr: `${worst('outbox_oldest_event_seconds')} > 60`,
        forSeconds: 120,
        severity: 'critical',
        summary: '{{ $labels.service }} does not get its events to the broker',
        description:
          'The oldest event in the outbox of {{ $labels.service }} has waited for {{ $value | humanizeDuration }}.',
        next: 'aurora events status',
      },
      {
        alert: 'OutboxDead',
        expr: `${worst('outbox_dead_events')} > 0`,
        severity: 'warning',
        summary: 'The broker has refused events of {{ $labels.service }} for good',
        description: '{{ $value }} events of {{ $labels.service }} will not be sent any more.',
        next: 'aurora events status',
      },
      {
        alert: 'ConsumerFallingBehind',
        expr: 'min_over_time(consumer:events_waiting:max[10m]) > 100 and deriv(consumer:events_waiting:max[10m]) > 0',
        forSeconds: 600,
        severity: 'warning',
        summary: '{{ $labels.consumer }} gets more events than it handles',
        description:
          'For ten minutes {{ $labels.consumer }} has had {{ $value }} events and more waiting, and they become more.',
        next: 'aurora events status',
      },
    ],
  };
}
