import type { RuleGroup } from '../rule.ts';
import type { Select } from '../select.ts';

/** What a service needs of its machine. */
export function machineRules(select: Select): RuleGroup {
  const [free, size] = ['disk_free_bytes', 'disk_size_bytes'].map(
    (metric) => `max by (service, instance, volume) (${select(metric)})`,
  );
  return {
    name: 'machine',
    rules: [
      { record: 'volume:disk_free:ratio', expr: `${free} / ${size}` },
      // Without NaN, of which one within six hours would leave no pace.
      { record: 'volume:disk_free_bytes:max', expr: `${free} >= 0` },
      {
        alert: 'DiskAlmostFull',
        expr: 'volume:disk_free:ratio < 0.05',
        forSeconds: 300,
        severity: 'critical',
        summary: 'The disk with {{ $labels.volume }} of {{ $labels.service }} is almost full',
        description:
          '{{ $value | humanizePercentage }} of the disk with {{ $labels.volume }} of {{ $labels.service }} ({{ $labels.instance }}) is free.',
        next: 'aurora doctor',
      },
      {
        alert: 'DiskFillingUp',
        // Within a day, at the pace of the last six hours; a disk with room enough has waves of its own, and minutes are no pace.
        expr: [
          'volume:disk_free:ratio < 0.25',
          'and predict_linear(volume:disk_free_bytes:max[6h], 86400) < 0',
          'and volume:disk_free_bytes:max offset 1h',
        ].join('\n'),
        forSeconds: 1800,
        severity: 'warning',
        summary: 'The disk with {{ $labels.volume }} of {{ $labels.service }} will be full within a day',
        description:
          '{{ $value | humanizePercentage }} of the disk with {{ $labels.volume }} of {{ $labels.service }} ({{ $labels.instance }}) is free, and it becomes less.',
        next: 'aurora doctor',
      },
      {
        alert: 'EventLoopBlocked',
        expr: `max by (service, instance) (${select('nodejs_eventloop_lag_p99_seconds')}) > 0.25`,
        forSeconds: 300,
        severity: 'warning',
        summary: '{{ $labels.service }} is too busy to answer in time',
        description:
          'In {{ $labels.service }} ({{ $labels.instance }}) one piece of work in a hundred has waited {{ $value | humanizeDuration }} for its turn, for five minutes.',
        next: 'aurora status',
      },
    ],
  };
}
